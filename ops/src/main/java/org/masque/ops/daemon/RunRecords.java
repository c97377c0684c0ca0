package org.masque.ops.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.masque.ops.files.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of all runs, a file each. */
final class RunRecords {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;

    RunRecords(Path folder) {
        this.folder = folder;
    }

    /** All of them in the order of the queue; a file that is none is named and left alone. */
    List<RunRecord> load() throws IOException {
        List<RunRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                try {
                    records.add(json.readValue(file.toFile(), RunRecord.class));
                } catch (IOException unreadable) {
                    LOG.error("{} is no record of a run and is left out: {}", file, unreadable.toString());
                }
            }
        }
        records.sort(Comparator.comparingLong(RunRecord::order));
        return records;
    }

    void save(RunRecord record) throws IOException {
        WholeFile.writeDurably(
                folder.resolve(record.name() + ".json"),
                json.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n");
    }
}

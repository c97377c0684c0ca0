package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;

/** A run with a trace of its first steps, read as Perfetto reads it. */
@ExtendWith(NoTensorLeaks.class)
class TracedRunTest {
    private static final Set<String> WORK = Set.of("forward and backward", "reduce", "update");

    @TempDir
    private Path runs;

    private record Phase(String lane, String name, double start, double end, JsonNode args) {
        boolean isWithin(Phase other) {
            return other.start <= start && end <= other.end;
        }
    }

    private List<Phase> trace(String... overrides) throws IOException {
        TinySession session = TinySession.in(runs);
        assertThat(session.run(ResumePolicy.STRICT, overrides)).isEqualTo(ExitCode.OK);
        Map<Integer, String> lanes = new HashMap<>();
        List<Phase> phases = new ArrayList<>();
        for (JsonNode event :
                new ObjectMapper().readTree(session.folder().trace().toFile()).get("traceEvents")) {
            int lane = event.get("tid").asInt();
            if (event.get("ph").asText().equals("M")) {
                assertThat(lanes.put(lane, event.at("/args/name").asText())).isNull();
            } else {
                assertThat(event.get("ph").asText()).isEqualTo("X");
                String actor = Objects.requireNonNull(lanes.get(lane));
                double start = event.get("ts").asDouble();
                double end = start + event.get("dur").asDouble();
                phases.add(new Phase(actor, event.get("name").asText(), start, end, event.get("args")));
            }
        }
        return phases;
    }

    private static List<Phase> named(List<Phase> phases, String name) {
        return phases.stream().filter(phase -> phase.name().equals(name)).toList();
    }

    private static Set<String> phasesOf(List<Phase> phases, String lane) {
        return phases.stream()
                .filter(phase -> phase.lane().equals(lane))
                .map(Phase::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aTraceOfThreeStepsHasALaneForEachActorAndEachPhaseWithinItsStep() throws IOException {
        List<Phase> phases = trace("telemetry.traceSteps=3", "run.epochs=3", "parallel.workers=2", "data.loaders=1");

        List<Phase> steps = named(phases, "step");
        assertThat(steps).extracting(step -> step.args().get("number").asInt()).containsExactly(0, 1, 2);
        assertThat(phasesOf(phases, "coordinator")).containsExactly("step", "wait for batch", "wait for maps");
        assertThat(phasesOf(phases, "worker-0")).containsExactlyInAnyOrderElementsOf(WORK);
        assertThat(phasesOf(phases, "worker-1")).containsExactlyInAnyOrderElementsOf(WORK);
        assertThat(phasesOf(phases, "loader-0")).containsExactly("load");
        assertThat(phasesOf(phases, "mask_planner-0")).containsExactly("plan masks");
        assertThat(phasesOf(phases, "attention_mapper")).containsExactly("refresh maps");
        for (String work : WORK) {
            for (int i = 0; i < 3; i++) {
                Phase step = steps.get(i);
                assertThat(named(phases, work))
                        .as("%s of step %d", work, i)
                        .filteredOn(phase -> phase.isWithin(step))
                        .extracting(Phase::lane)
                        .containsExactlyInAnyOrder("worker-0", "worker-1");
            }
        }
        assertThat(named(phases, "forward and backward")).allSatisfy(shard -> {
            double parts = shard.args().get("forwardMillis").asDouble()
                    + shard.args().get("backwardMillis").asDouble();
            assertThat(parts).isPositive().isLessThanOrEqualTo((shard.end() - shard.start()) / 1000 + 0.01);
        });
    }

    @Test
    void aRunThatEndsBeforeItsTraceLeavesAllThatThereWas() throws IOException {
        List<Phase> phases = trace("telemetry.traceSteps=10000", "evaluation.atEnd=true");

        assertThat(named(phases, "step")).hasSize(4);
        assertThat(phases.stream().map(Phase::name))
                .contains("wait for maps", "refresh maps", "write checkpoint", "draw pictures", "evaluate");
    }

    @Test
    void withoutTheKeyThereIsNone() throws IOException {
        TinySession session = TinySession.in(runs);
        session.run(ResumePolicy.STRICT);

        assertThat(Files.exists(session.folder().trace())).isFalse();
    }
}

package org.masque.model.checkpoint;

/**
 * Which checkpoints outlive the next ones.
 *
 * @param keepLast the newest that stay, at least 1
 * @param keepEveryEpochs besides, the first checkpoint of every epoch divisible by this stays for good; 0 for none
 */
public record Retention(int keepLast, int keepEveryEpochs) {
    public Retention {
        if (keepLast < 1 || keepEveryEpochs < 0) {
            throw new IllegalArgumentException(
                    "keepLast " + keepLast + " must be at least 1, keepEveryEpochs " + keepEveryEpochs + " at least 0");
        }
    }
}

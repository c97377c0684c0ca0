package org.masque.ops.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;

/** A run as the daemon holds it. Of the daemon's loop only. */
final class ManagedRun {
    private final Path folder;
    private final List<CompletableFuture<String>> stopped = new ArrayList<>();
    private RunRecord record;
    private @Nullable Child child;
    private RunStatus live = RunStatus.STARTING;
    private boolean stopping;
    private int slot = -1;
    private long startAt;
    private long questions;
    private long answered;

    ManagedRun(RunRecord record, Path folder) {
        this.record = record;
        this.folder = folder;
    }

    String name() {
        return record.name();
    }

    RunRecord record() {
        return record;
    }

    void record(RunRecord next) {
        record = next;
    }

    @Nullable
    Child child() {
        return child;
    }

    int slot() {
        return slot;
    }

    /** Its process has begun, or was found again. */
    void begins(Child process) {
        child = process;
        live = RunStatus.STARTING;
        stopping = false;
    }

    /** Its process has ended; it keeps its slot until it is released. */
    void childEnded() {
        child = null;
        live = RunStatus.STARTING;
        stopping = false;
    }

    void takeSlot(int taken) {
        slot = taken;
    }

    void releaseSlot() {
        slot = -1;
    }

    /** When its process may be started again, as {@link System#nanoTime}. */
    long startAt() {
        return startAt;
    }

    void startAt(long nanoTime) {
        startAt = nanoTime;
    }

    boolean stopping() {
        return stopping;
    }

    void stops() {
        stopping = true;
    }

    /** The number of the next time that its process is asked what it is doing. */
    long nextQuestion() {
        return ++questions;
    }

    /** What its process says; an answer that was overtaken by one to a later question is none. */
    void says(long question, RunStatus status) {
        if (question > answered) {
            answered = question;
            live = status;
        }
    }

    RunStatus live() {
        return live;
    }

    /** Tells somebody when the process has ended. */
    void whenStopped(CompletableFuture<String> teller) {
        stopped.add(teller);
    }

    void tellStopped(String how) {
        stopped.forEach(teller -> teller.complete(how));
        stopped.clear();
    }

    KnownRun view() {
        RunStatus status = record.status();
        if (record.active() && child != null) {
            status = stopping ? RunStatus.STOPPING : live;
        }
        return new KnownRun(record.name(), folder, status, record.message());
    }
}

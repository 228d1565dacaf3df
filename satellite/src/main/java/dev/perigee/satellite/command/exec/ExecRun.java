package dev.perigee.satellite.command.exec;

import dev.perigee.process.CapturedOutput;
import dev.perigee.process.Outcome;
import dev.perigee.process.ProcessSpec;
import dev.perigee.process.ProcessTrees;
import dev.perigee.process.RunningTree;
import dev.perigee.process.Start;
import dev.perigee.process.TreeListener;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import org.jspecify.annotations.Nullable;

/// One run of a program, which can be ended before it starts and while it runs. Its result is what really happened: a
/// program that ended by itself completed, whatever was wished. Thread-safe; its monitor guards the wish and the tree.
final class ExecRun {
    private Wish wish = Wish.NONE;
    private @Nullable RunningTree tree;

    /// Why it is to end; the first counts.
    private enum Wish {
        NONE,
        CANCELLED,
        STOPPED
    }

    /// Runs the program to its end, on the calling thread.
    Result run(ProcessTrees trees, ProcessSpec spec, TreeListener listener) throws InterruptedException {
        Wish before = wish();
        if (before != Wish.NONE) {
            return ended(before, Output.EMPTY, Output.EMPTY, 0);
        }
        return switch (trees.start(spec, listener)) {
            case Start.Started(RunningTree started) -> result(attach(started).await());
            case Start.NotStarted(Start.Reason reason, String message) -> new Result.Failed(code(reason), message);
        };
    }

    /// Ends it because its caller wishes so.
    void cancel() {
        end(Wish.CANCELLED);
    }

    /// Ends it because the satellite stops.
    void stop() {
        end(Wish.STOPPED);
    }

    private synchronized void end(Wish why) {
        if (wish == Wish.NONE) {
            wish = why;
        }
        if (tree != null) {
            tree.terminate();
        }
    }

    private synchronized Wish wish() {
        return wish;
    }

    private synchronized RunningTree attach(RunningTree started) {
        tree = started;
        if (wish != Wish.NONE) {
            started.terminate();
        }
        return started;
    }

    private Result result(Outcome outcome) {
        Output stdout = output(outcome.stdout());
        Output stderr = output(outcome.stderr());
        long millis = outcome.wall().toMillis();
        return switch (outcome) {
            case Outcome.Exited exited -> new Result.Completed(exited.exitCode(), stdout, stderr, millis);
            case Outcome.TimedOut _ -> new Result.TimedOut(stdout, stderr, millis);
            case Outcome.Terminated _ -> ended(wish(), stdout, stderr, millis);
        };
    }

    private static Result ended(Wish why, Output stdout, Output stderr, long millis) {
        return switch (why) {
            case CANCELLED -> new Result.Cancelled(stdout, stderr, millis);
            case STOPPED, NONE ->
                new Result.Interrupted("the satellite was stopped while it ran the command", stdout, stderr);
        };
    }

    private static Output output(CapturedOutput captured) {
        return new Output(captured.bytes(), captured.totalBytes());
    }

    private static FailureCode code(Start.Reason reason) {
        return switch (reason) {
            case PROGRAM_NOT_FOUND -> FailureCode.PROGRAM_NOT_FOUND;
            case NOT_EXECUTABLE -> FailureCode.PROGRAM_NOT_EXECUTABLE;
            case DIRECTORY_NOT_FOUND -> FailureCode.DIRECTORY_NOT_FOUND;
            case INVALID_TEXT, ALREADY_RUNNING, TOO_MANY, CLOSED, SYSTEM -> FailureCode.START_FAILED;
        };
    }
}

package dev.perigee.cli.send;

import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Sends a stream of commands, at most `parallel` of them under way, and prints each end as it comes. Memory is
/// bounded by `parallel`, not by the number of lines.
final class SendMany {
    private final Shell shell;
    private final Submitting submitting;
    private final Progress progress;
    private final int parallel;
    private final Tally tally = new Tally();

    SendMany(Shell shell, Submitting submitting, Progress progress, int parallel) {
        this.shell = shell;
        this.submitting = submitting;
        this.progress = progress;
        this.parallel = parallel;
    }

    /// Returns the exit code: 0 only if all completed with exit code 0.
    int run(LineReader lines) throws InterruptedException {
        Semaphore free = new Semaphore(parallel);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Optional<LineReader.Line> line = read(lines); line.isPresent(); line = read(lines)) {
                LineReader.Line one = line.get();
                free.acquire();
                workers.execute(() -> {
                    try {
                        finish(end(one), lines.consumed());
                    } finally {
                        free.release();
                    }
                });
            }
            free.acquire(parallel);
        } finally {
            // after an error of reading, or an interrupt: commands under way go on without us
            workers.shutdownNow();
        }
        progress.clear();
        shell.streams().out().flush();
        return tally.exitCode();
    }

    private Optional<LineReader.Line> read(LineReader lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new CliException("cannot read the file any further: " + e.getMessage());
        }
    }

    private Outcome end(LineReader.Line line) {
        try {
            if (line.tooLong()) {
                throw new BadValue("the line is too long: expected at most " + LineReader.LINE_MAX + " bytes");
            }
            return sent(
                    line.number(),
                    FileLine.parse(line.bytes(), shell.time().clock().instant()));
        } catch (BadValue e) {
            return Outcome.without(line.number(), "invalid", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.without(line.number(), "unanswered", "interrupted");
        } catch (RuntimeException e) {
            return Outcome.without(line.number(), "unanswered", "internal error: " + e);
        }
    }

    private Outcome sent(int line, Submission submission) throws InterruptedException {
        return switch (submitting.run(submission)) {
            case Reply.Ok<CommandView>(CommandView command) -> Outcome.of(line, command);
            case Reply.Refused<CommandView>(Problem problem, var _) ->
                Outcome.without(line, "refused", problem.detail());
            case Reply.Unreachable<CommandView> nobody -> Outcome.without(line, "unanswered", nobody.reason());
        };
    }

    private void finish(Outcome outcome, long consumed) {
        tally.count(outcome);
        if (outcome.id() == null) {
            progress.complain("line " + outcome.line() + ": " + outcome.error());
        }
        PrintStream out = shell.streams().out();
        synchronized (tally) {
            out.println(Json.WIRE.text(outcome));
            out.flush();
        }
        progress.show(consumed, tally);
    }
}

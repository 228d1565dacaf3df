package dev.perigee.cli.operate;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Redrives dead letters page by page, up to the newest that there was at the beginning: what dies meanwhile is left,
/// unless there is so much of it that it hides the older ones. Ends when a page has nothing that it could redrive.
final class RedriveAll {
    private static final int PARALLEL = 16;

    private final ControlPlane controlPlane;
    private final Shell shell;
    private boolean failed;

    RedriveAll(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Returns the exit code.
    int run() throws InterruptedException {
        List<CommandId> page = page();
        if (page.isEmpty()) {
            shell.streams().out().println("No dead letters.");
            return ExitCode.OK;
        }
        CommandId newest = page.getFirst();
        try (ExecutorService workers = Executors.newFixedThreadPool(
                PARALLEL, Thread.ofVirtual().name("redrive-", 0).factory())) {
            while (redrive(page, workers) > 0) {
                page = upTo(newest, page());
            }
        }
        return failed ? ExitCode.SOME_FAILED : ExitCode.OK;
    }

    private static List<CommandId> upTo(CommandId newest, List<CommandId> page) {
        List<CommandId> older = page.stream()
                .filter(id -> id.value().compareTo(newest.value()) <= 0)
                .toList();
        return older.isEmpty() && page.size() == CommandList.LIMIT_MAX ? page : older;
    }

    private List<CommandId> page() throws InterruptedException {
        return controlPlane.deadLetters(CommandList.LIMIT_MAX).orFail().commands().stream()
                .map(CommandView::id)
                .toList();
    }

    /// Returns how many it redrove; prints them in the order of the page.
    private int redrive(List<CommandId> page, ExecutorService workers) throws InterruptedException {
        List<Future<Reply<CommandView>>> replies = page.stream()
                .map(id -> workers.submit(() -> controlPlane.redrive(id)))
                .toList();
        int redriven = 0;
        for (int i = 0; i < page.size(); i++) {
            CommandId dead = page.get(i);
            try {
                CommandView next = replies.get(i).get().orFail();
                shell.streams().out().println(dead + " -> " + next.id());
                redriven++;
            } catch (CliException e) {
                failed = true;
                shell.complain(dead + " not redriven: " + e.getMessage());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        shell.streams().out().flush();
        return redriven;
    }
}

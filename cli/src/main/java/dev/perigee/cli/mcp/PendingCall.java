package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import java.io.PrintStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool's call under way: its answer, or Ctrl-C, whichever comes first. After Ctrl-C the server has been told.
final class PendingCall {
    private final Shell shell;
    private final McpClient client;
    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

    /// What it comes to.
    sealed interface End {
        record Answered(JsonNode result) implements End {}

        record Failed(RuntimeException why) implements End {}

        record Cancelled() implements End {}
    }

    PendingCall(Shell shell, McpClient client) {
        this.shell = shell;
        this.client = client;
    }

    End make(String tool, ObjectNode arguments) throws InterruptedException {
        long id = client.nextId();
        Thread calling = Thread.ofVirtual().name("call").start(() -> ends.add(end(id, tool, arguments)));
        shell.interrupts().take(() -> ends.add(new End.Cancelled()));
        End end = ends.take();
        if (end instanceof End.Cancelled) {
            try {
                client.cancel(id);
            } catch (CliException e) {
                shell.complain("the server could not be told: " + e.getMessage());
            }
            calling.interrupt();
        }
        return end;
    }

    private End end(long id, String tool, ObjectNode arguments) {
        try {
            return new End.Answered(client.call(id, tool, arguments, this::heard));
        } catch (InterruptedException _) {
            return new End.Cancelled();
        } catch (RuntimeException e) {
            return new End.Failed(e);
        }
    }

    private void heard(JsonNode message) {
        JsonNode params = message.path("params");
        switch (message.path("method").asString("")) {
            case "notifications/progress" -> say(progress(params));
            case "notifications/message" -> {
                JsonNode data = params.path("data");
                say("[" + params.path("level").asString("info") + "] " + (data.isString() ? data.asString() : data));
            }
            default -> {}
        }
    }

    private static String progress(JsonNode params) {
        String total = params.has("total") ? " of " + params.path("total") : "";
        String message = params.has("message") ? ": " + params.path("message").asString("") : "";
        return "progress " + params.path("progress") + total + message;
    }

    private void say(String line) {
        PrintStream err = shell.streams().err();
        err.println(OneLine.of(line));
        err.flush();
    }
}

package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Nearest;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.gateway.observe.ServerView;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `perigee mcp logs`.
@Command(
        name = "logs",
        description = "Print what an MCP server wrote beside the protocol and what the gateway noted about it, or the"
                + " requests to it. Secrets are left out.")
public final class LogsCommand implements ExitCoded {
    private static final int TAIL_MAX = 1_000;
    private static final Duration BETWEEN_STREAMS = Duration.ofSeconds(1);

    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVER", description = "As perigee mcp servers lists it.")
    private @Nullable String server;

    @Option(names = "--requests", description = "The requests to the server and what came of them.")
    private boolean requests;

    @Option(
            names = "--tail",
            paramLabel = "N",
            defaultValue = "100",
            description = "The last so many lines, 1 to " + TAIL_MAX + ". Default: 100.")
    private int tail;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines as they come, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final DoorOptions options = new DoorOptions();

    public LogsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (server == null) {
            throw new BadValue("SERVER is missing: expected a name, as `perigee mcp servers` lists them");
        }
        if (tail < 1 || tail > TAIL_MAX) {
            throw new BadValue("--tail", tail, "1 to " + TAIL_MAX);
        }
        LogPrinter printer = new LogPrinter(shell.streams().out(), output.json());
        try (DoorHttp http = new DoorHttp(options.address(shell))) {
            DoorListings listings = new DoorListings(http);
            requireKnown(server, listings);
            String query = "?kind=" + (requests ? "requests" : "stderr") + "&tail=" + tail;
            if (follow) {
                follow(server, query + "&follow=true", listings, printer);
            } else {
                printer.print(listings.logs(server, query, JsonNode.class).path("lines"));
            }
        }
        return ExitCode.OK;
    }

    private static void requireKnown(String server, DoorListings listings) throws InterruptedException {
        List<String> known =
                listings.servers().servers().stream().map(ServerView::name).toList();
        if (!known.contains(server)) {
            throw new BadValue("unknown server \"" + server + "\": "
                    + (known.isEmpty() ? "no MCP servers are configured" : Nearest.hint(server, known)));
        }
    }

    /// Opens the stream again where it broke, from the line behind the last one.
    private void follow(String name, String query, DoorListings listings, LogPrinter printer)
            throws InterruptedException {
        while (!shell.streams().out().checkError()) {
            HttpResponse<InputStream> answer = listings.follow(name, query, printer.lastEvent());
            try (ServerSentEvents events = new ServerSentEvents(answer.body())) {
                ServerSentEvents.Event event = events.next();
                while (event != null && !shell.streams().out().checkError()) {
                    printer.print(event);
                    event = events.next();
                }
            } catch (IOException _) {
                // Broken: gone on with below, or the next attempt says why not.
            }
            shell.time().pause().pause(BETWEEN_STREAMS);
        }
    }
}

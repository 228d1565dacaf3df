package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Nearest;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.gateway.observe.ServerView;
import dev.perigee.protocol.BadValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `perigee mcp tools`.
@Command(name = "tools", description = "List the tools of the MCP servers behind a door, as an AI client sees them.")
public final class ToolsCommand implements ExitCoded {
    private static final int DESCRIPTION_MAX = 80;

    private final Shell shell;

    @Option(names = "--server", paramLabel = "NAME", description = "Only those of this server.")
    private @Nullable String server;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final DoorOptions options = new DoorOptions();

    public ToolsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        try (DoorHttp http = new DoorHttp(options.address(shell))) {
            List<JsonNode> tools = tools(http);
            if (output.json()) {
                ArrayNode list = McpClient.NODES.arrayNode().addAll(tools);
                shell.streams().out().println(McpClient.NODES.objectNode().set("tools", list));
            } else if (tools.isEmpty()) {
                shell.streams().out().println(none(http));
            } else {
                print(tools);
                shell.streams().out().println(counts(http));
            }
        }
        return ExitCode.OK;
    }

    private List<JsonNode> tools(DoorHttp http) throws InterruptedException {
        String wanted = server;
        if (wanted != null) {
            List<String> known = servers(http).stream().map(ServerView::name).toList();
            if (!known.contains(wanted)) {
                throw new BadValue("unknown server \"" + wanted + "\": "
                        + (known.isEmpty() ? "no MCP servers are configured" : Nearest.hint(wanted, known)));
            }
        }
        try (McpClient client = McpClient.open(http)) {
            return client.tools().stream()
                    .filter(tool ->
                            wanted == null || tool.path("name").asString("").startsWith(wanted + "__"))
                    .toList();
        }
    }

    /// Why there is nothing to list.
    private String none(DoorHttp http) throws InterruptedException {
        List<ServerView> servers = servers(http);
        if (servers.isEmpty()) {
            return "No tools: no MCP servers are configured.";
        }
        StringBuilder why = new StringBuilder("No tools.");
        for (ServerView view : servers) {
            if (server == null || view.name().equals(server)) {
                why.append(" Server ").append(view.name()).append(" is ").append(view.status());
                why.append(": ").append(OneLine.of(view.why())).append('.');
            }
        }
        return why.toString();
    }

    /// How many tools each server has, which is not known of one that never listed them.
    private String counts(DoorHttp http) throws InterruptedException {
        return servers(http).stream()
                .filter(view -> server == null || view.name().equals(server))
                .map(view -> view.name() + " " + (view.tools() == null ? "?" : view.tools())
                        + (view.status().equals("online") ? "" : " (" + view.status() + ")"))
                .collect(Collectors.joining(", ", "Tools by server: ", ""));
    }

    private static List<ServerView> servers(DoorHttp http) throws InterruptedException {
        return new DoorListings(http).servers().servers();
    }

    private void print(List<JsonNode> tools) {
        Table table = new Table("TOOL", "ARGUMENTS", "DESCRIPTION");
        for (JsonNode tool : tools) {
            table.row(
                    tool.path("name").asString(""),
                    new ToolSchema(tool).summary(),
                    OneLine.of(tool.path("description").asString(""), DESCRIPTION_MAX));
        }
        table.print(shell.streams().out());
    }
}

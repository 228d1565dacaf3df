package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Nearest;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `perigee mcp call`.
@Command(
        name = "call",
        description =
                "Call a tool and print its answer. What the server says meanwhile goes to stderr; Ctrl-C cancels the"
                        + " call.",
        footerHeading = "%n",
        footer = {
            "Exit code 0 when the tool did it, 1 when the tool says that it failed, 125 when the call was",
            "refused or no answer came, 130 after Ctrl-C."
        })
public final class CallCommand implements ExitCoded {
    private static final int INPUT_BYTES_MAX = 8 * 1024 * 1024;
    private static final int NAMES_MAX = 20;

    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TOOL", description = "As perigee mcp tools lists it.")
    private @Nullable String tool;

    @Option(
            names = "--arg",
            paramLabel = "NAME=VALUE",
            description = "An argument, of the type that the tool wants; may be repeated, also for an array.")
    private List<String> words = List.of();

    @Option(names = "--json", paramLabel = "JSON", description = "All arguments as a JSON object.")
    private @Nullable String json;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file with all arguments as a JSON object; - is stdin.")
    private @Nullable String file;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final DoorOptions options = new DoorOptions();

    public CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (tool == null) {
            throw new BadValue("TOOL is missing: expected a name, as `perigee mcp tools` lists them");
        }
        ObjectNode given = given();
        try (DoorHttp http = new DoorHttp(options.address(shell));
                McpClient client = McpClient.open(http)) {
            ObjectNode arguments = new ToolArguments(schema(tool, client), given).with(words);
            return switch (new PendingCall(shell, client).make(tool, arguments)) {
                case PendingCall.End.Answered(JsonNode result) -> print(new ToolResult(result));
                case PendingCall.End.Cancelled _ -> {
                    shell.complain("cancelled");
                    yield ExitCode.INTERRUPTED;
                }
                case PendingCall.End.Failed(RuntimeException why) -> throw why;
            };
        }
    }

    private int print(ToolResult result) {
        if (output.json()) {
            shell.streams().out().println(result.result());
        } else {
            result.print(shell.streams().out());
        }
        return result.failed() ? ExitCode.TOOL_FAILED : ExitCode.OK;
    }

    private static ToolSchema schema(String name, McpClient client) throws InterruptedException {
        List<JsonNode> tools = client.tools();
        List<String> names =
                tools.stream().map(one -> one.path("name").asString("")).toList();
        int index = names.indexOf(name);
        if (index >= 0) {
            return new ToolSchema(tools.get(index));
        }
        String hint = names.isEmpty()
                ? "no server lists any tool; perigee mcp servers says how they stand"
                : names.size() <= NAMES_MAX
                        ? Nearest.hint(name, names)
                        : Nearest.to(name, names)
                                .map(nearest -> "did you mean \"" + nearest + "\"?")
                                .orElse("expected one that perigee mcp tools lists");
        throw new BadValue("unknown tool \"" + name + "\": " + hint);
    }

    private ObjectNode given() {
        if (json != null && file != null) {
            throw new BadValue("--json and --file: expected only one of them");
        }
        String name = json != null ? "--json" : "--file";
        String text = json != null ? json : file != null ? read(file) : "{}";
        try {
            if (Json.WIRE.read(text, JsonNode.class) instanceof ObjectNode object) {
                return object;
            }
        } catch (BadValue e) {
            throw new BadValue(name + ": " + e.getMessage());
        }
        throw new BadValue(name + ": expected a JSON object such as {\"path\": \"/tmp\"}");
    }

    private String read(String name) {
        try (InputStream in = name.equals("-") ? shell.streams().in() : Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(INPUT_BYTES_MAX + 1);
            if (bytes.length > INPUT_BYTES_MAX) {
                throw new BadValue("--file", name, "at most " + INPUT_BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliException("--file \"" + name + "\": expected a file that you may read");
        }
    }
}

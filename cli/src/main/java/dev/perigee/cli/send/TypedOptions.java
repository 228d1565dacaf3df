package dev.perigee.cli.send;

import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// The options of `send` for commands that start no program: what is asked, and with what.
final class TypedOptions {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Instead of a program: configure, spawn, kill, restart or health_check, for the MCP gateway.")
    private @Nullable String type;

    @Option(
            names = "--payload",
            paramLabel = "JSON",
            description = "What a --type is about, as JSON, @FILE or @- for stdin; see below. Default: {}.")
    private @Nullable String payload;

    boolean given() {
        return type != null || payload != null;
    }

    /// The command; each mistake is named as the control plane would name it.
    CommandSpec command(Shell shell) {
        if (type == null) {
            throw new BadValue("--payload is for a --type: expected, for example, --type health_check");
        }
        ObjectNode document = Json.STRICT.read(text(shell), ObjectNode.class);
        document.put("type", type);
        CommandSpec command = Json.STRICT.read(Json.WIRE.text(document), CommandSpec.class);
        if (command instanceof CommandSpec.Unknown || command instanceof CommandSpec.Exec) {
            throw new BadValue("--type", type, "configure, spawn, kill, restart or health_check");
        }
        return command;
    }

    private String text(Shell shell) {
        if (payload == null) {
            return "{}";
        }
        if (!payload.startsWith("@")) {
            return payload;
        }
        String file = payload.substring(1);
        try {
            return file.equals("-")
                    ? new String(shell.streams().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new BadValue("--payload", payload, "@ and a file that can be read");
        }
    }
}

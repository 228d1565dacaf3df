package dev.perigee.gateway.upstream;

import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A tool under its server's own name, as the server lists it, bounded and without secrets. `inputSchema` is
/// its JSON, unless a secret in it was hidden, and is left out when it is long; `tokens` is about what it costs
/// a model to know of the tool: a quarter of its bytes.
public record ListedTool(
        String name, @Nullable String description, @Nullable String inputSchema, int tokens) {
    static final int DESCRIPTION_MAX = 1_000;
    static final int SCHEMA_BYTES_MAX = 4_000;
    private static final int BYTES_A_TOKEN = 4;

    static ListedTool of(String name, JsonObject tool, Redaction secrets) {
        return new ListedTool(
                secrets.text(name),
                tool.string("description")
                        .map(text -> secrets.text(text, DESCRIPTION_MAX))
                        .orElse(null),
                tool.value("inputSchema")
                        .filter(schema -> schema.length <= SCHEMA_BYTES_MAX)
                        .map(schema -> secrets.text(new String(schema, StandardCharsets.UTF_8)))
                        .orElse(null),
                Math.ceilDiv(tool.bytes().length, BYTES_A_TOKEN));
    }
}

package dev.perigee.gateway.catalog;

import dev.perigee.gateway.rpc.JsonObject;
import java.nio.charset.StandardCharsets;

/// What a tool says of itself: that it changes nothing, or that twice is the same as once. Without a word, neither.
public record ToolHints(boolean readOnly, boolean idempotent) {
    public static final ToolHints NONE = new ToolHints(false, false);

    static ToolHints of(JsonObject tool) {
        JsonObject annotations = tool.object("annotations").orElse(JsonObject.EMPTY);
        return new ToolHints(says(annotations, "readOnlyHint"), says(annotations, "idempotentHint"));
    }

    /// Whether a call may be made again when nobody knows what became of it.
    public boolean repeatable() {
        return readOnly || idempotent;
    }

    private static boolean says(JsonObject annotations, String hint) {
        return annotations
                .value(hint)
                .filter(value -> new String(value, StandardCharsets.UTF_8).equals("true"))
                .isPresent();
    }
}

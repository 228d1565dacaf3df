package dev.perigee.gateway.rpc;

import java.nio.charset.StandardCharsets;

/// A request's id, as it was written: a JSON string or number. Two are the same when their text is.
public record RpcId(String json) {
    public static RpcId of(long number) {
        return new RpcId(Long.toString(number));
    }

    /// A string as an id.
    public static RpcId of(String text) {
        return new RpcId(JsonText.quoted(text));
    }

    /// Reads the id in a message. Throws `MalformedMessage` when it is neither string nor number.
    static RpcId read(byte[] value) {
        boolean known = value[0] == '"' || value[0] == '-' || (value[0] >= '0' && value[0] <= '9');
        if (!known) {
            throw new MalformedMessage(
                    "id " + new String(value, StandardCharsets.UTF_8) + ": expected a string or a number");
        }
        return new RpcId(new String(value, StandardCharsets.UTF_8));
    }

    /// As it stands in a message.
    public byte[] bytes() {
        return JsonText.utf8(json);
    }

    @Override
    public String toString() {
        return json;
    }
}

package dev.perigee.protocol.signing;

import dev.perigee.protocol.BadValue;
import org.jspecify.annotations.Nullable;

/// A text as it travels: exactly as it was signed, with the id of the key and the signature. What a key signed that is
/// not believed cannot be opened.
public record Signed(String text, String key, String signature) {
    public Signed {
        require("text", text);
        require("key", key);
        require("signature", signature);
    }

    /// What came of opening it.
    public sealed interface Opening {
        record Opened(String text) implements Opening {}

        /// By a key that is not believed, or not yet.
        record UnknownKey(String key) implements Opening {}

        /// Not by the key that it names.
        record Forged() implements Opening {}
    }

    public static Signed seal(Purpose purpose, String text, SigningKey key) {
        return new Signed(text, key.verification().id(), key.sign(purpose, text));
    }

    public Opening open(Purpose purpose, KeyChain believed) {
        return believed.find(key)
                .<Opening>map(found ->
                        found.verifies(purpose, text, signature) ? new Opening.Opened(text) : new Opening.Forged())
                .orElseGet(() -> new Opening.UnknownKey(key));
    }

    private static void require(String field, @Nullable String value) {
        if (value == null) {
            throw new BadValue(field + " of what is signed is missing");
        }
    }
}

package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `Deliveries` as they travel: their JSON text and one signature over all of it. Without `signed` there is nothing to
/// do, and so nothing to forge. `config` is the hash of the configuration that the satellite is to have: a hint, which
/// what it then fetches need not fit. So is `rotateKey`: that it is to fetch another key.
public record SignedDeliveries(
        @Nullable Signed signed,
        @Nullable String config,
        @Nullable Boolean rotateKey) {
    private static final SignedDeliveries NONE = new SignedDeliveries(null, null, null);

    public static SignedDeliveries seal(Deliveries deliveries, SigningKey key) {
        return deliveries.isEmpty()
                ? NONE
                : new SignedDeliveries(Signed.seal(Purpose.DELIVERIES, Json.WIRE.text(deliveries), key), null, null);
    }

    public SignedDeliveries hinting(String hash, boolean otherKey) {
        return new SignedDeliveries(signed, hash, otherKey ? true : null);
    }

    public Optional<Signed> content() {
        return Optional.ofNullable(signed);
    }

    /// What `text` says, which was signed. An entry that cannot be read is left out and given to `unreadable`; the
    /// others are not lost with it. Throws `BadValue` when it is no such text at all.
    public static Deliveries read(String text, Consumer<BadValue> unreadable) {
        try {
            return Json.WIRE.read(text, Deliveries.class);
        } catch (BadValue _) {
            Entries entries = Json.WIRE.read(text, Entries.class);
            return new Deliveries(
                    readEach(entries.deliveries, Delivery.class, unreadable),
                    readEach(entries.cancellations, Cancellation.class, unreadable));
        }
    }

    private static <T> List<T> readEach(@Nullable List<Object> entries, Class<T> type, Consumer<BadValue> unreadable) {
        List<T> read = new ArrayList<>();
        for (Object entry : entries == null ? List.of() : entries) {
            try {
                read.add(Json.WIRE.read(Json.WIRE.text(entry), type));
            } catch (BadValue e) {
                unreadable.accept(e);
            }
        }
        return read;
    }

    private record Entries(
            @Nullable List<Object> deliveries, @Nullable List<Object> cancellations) {}
}

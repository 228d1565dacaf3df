package dev.perigee.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignedDeliveriesTest {
    private static final SigningKey KEY = SigningKey.create(new SplittableRandom(1));
    private static final CommandId COMMAND = CommandId.create(1_767_225_600_000L, new SplittableRandom(7));
    private static final SatelliteId SATELLITE = new SatelliteId("local");
    private static final Deliveries BOTH = new Deliveries(
            List.of(new Delivery(
                    COMMAND,
                    SATELLITE,
                    "session-1",
                    2,
                    Instant.parse("2026-01-01T00:00:15Z"),
                    new CommandSpec.Exec("ls", List.of("-l"), Map.of(), null),
                    Duration.ofSeconds(10),
                    false)),
            List.of(new Cancellation(COMMAND, SATELLITE, "session-1")));

    private final List<BadValue> unreadable = new ArrayList<>();

    @Test
    void whatIsThereIsTheSameAfterTheWire() {
        SignedDeliveries arrived =
                Json.WIRE.read(Json.WIRE.bytes(SignedDeliveries.seal(BOTH, KEY)), SignedDeliveries.class);
        assertThat(SignedDeliveries.read(arrived.content().orElseThrow().text(), unreadable::add))
                .isEqualTo(BOTH);
        assertThat(unreadable).isEmpty();
    }

    @Test
    void nothingIsNotSigned() {
        SignedDeliveries nothing = SignedDeliveries.seal(Deliveries.NONE, KEY);
        assertThat(nothing.content()).isEmpty();
        assertThat(Json.WIRE.text(nothing)).isEqualTo("{}");
    }

    @Test
    void anEntryThatCannotBeReadCostsNoOther() {
        String good = Json.WIRE.text(BOTH);
        String mixed = good.replace("\"deliveries\":[", "\"deliveries\":[{\"command\":\"?\"},")
                .replace("\"cancellations\":[", "\"cancellations\":[7,");
        assertThat(SignedDeliveries.read(mixed, unreadable::add)).isEqualTo(BOTH);
        assertThat(unreadable).hasSize(2);
    }

    @Test
    void whatIsNoSuchTextIsRefused() {
        assertThatThrownBy(() -> SignedDeliveries.read("not json", unreadable::add))
                .isInstanceOf(BadValue.class);
    }
}

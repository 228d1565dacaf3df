package dev.perigee.protocol.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignedDeliveryTest {
    private static final DeliveryKey KEY = new SatelliteKey(new SatelliteId("local"), "a-secret").deliveryKey();
    private static final Delivery DELIVERY = new Delivery(
            CommandId.create(1_767_225_600_000L, new SplittableRandom(7)),
            new SatelliteId("local"),
            "session-1",
            2,
            Instant.parse("2026-01-01T00:00:15Z"),
            new CommandSpec.Exec("ls", List.of("-l"), Map.of(), null),
            Duration.ofSeconds(10),
            false);

    @Test
    void opensWithTheKeyItWasSealedWith() {
        assertThat(SignedDelivery.seal(DELIVERY, KEY).open(KEY)).contains(DELIVERY);
    }

    @Test
    void survivesTheWire() {
        Deliveries sent = new Deliveries(List.of(SignedDelivery.seal(DELIVERY, KEY)), List.of());
        Deliveries arrived = Json.WIRE.read(Json.WIRE.bytes(sent), Deliveries.class);
        assertThat(arrived.deliveries().getFirst().open(KEY)).contains(DELIVERY);
    }

    @Test
    void doesNotOpenWithAnotherKey() {
        DeliveryKey other = new SatelliteKey(new SatelliteId("local"), "another-secret").deliveryKey();
        assertThat(SignedDelivery.seal(DELIVERY, KEY).open(other)).isEmpty();
    }

    @Test
    void doesNotOpenWhenAnyCharacterWasChanged() {
        SignedDelivery sealed = SignedDelivery.seal(DELIVERY, KEY);
        for (int i = 0; i < sealed.delivery().length(); i++) {
            char[] text = sealed.delivery().toCharArray();
            text[i] = (char) (text[i] ^ 1);
            assertThat(new SignedDelivery(new String(text), sealed.signature()).open(KEY))
                    .isEmpty();
        }
        assertThat(new SignedDelivery(sealed.delivery(), "").open(KEY)).isEmpty();
    }

    @Test
    void neitherKeyShowsItselfInLogs() {
        assertThat(KEY).hasToString("***");
        assertThat(new SatelliteKey(new SatelliteId("local"), "a-secret")).hasToString("local.***");
    }
}

package dev.perigee.satellite.link;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.event.EventReceipt;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteKey;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Posts events in the perigee dialect, within 15 s.
public record HttpEventLink(ControlPlaneClient client, Supplier<SatelliteKey> key) implements EventLink {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    @Override
    public Answer send(List<byte[]> events) throws InterruptedException {
        Buffer body = Buffer.buffer("{\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            body.appendString(i == 0 ? "" : ",").appendBytes(events.get(i));
        }
        body.appendString("]}");
        try {
            Exchange.Answer answer = client.beginRaw(
                            "/perigee/v1/satellites/" + key.get().satellite() + "/events",
                            key.get().reveal(),
                            body,
                            ANSWER_MAX)
                    .awaitAnswer();
            return read(answer);
        } catch (LinkException e) {
            return new Answer.Later(String.valueOf(e.getMessage()));
        }
    }

    private static Answer read(Exchange.Answer answer) {
        int status = answer.status();
        return switch (status) {
            case 200 -> {
                try {
                    EventReceipt receipt = Json.WIRE.read(answer.body().getBytes(), EventReceipt.class);
                    yield new Answer.Taken(receipt.failures().size());
                } catch (BadValue e) {
                    yield new Answer.Later("the control plane's answer is not understood: " + e.getMessage());
                }
            }
            case 400, 413 -> new Answer.Refused("refused with HTTP status " + status);
            case 429 -> new Answer.Slower(answer.retryAfter());
            default -> new Answer.Later("answered with HTTP status " + status);
        };
    }
}

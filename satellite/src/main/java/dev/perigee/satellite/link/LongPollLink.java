package dev.perigee.satellite.link;

import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.registration.SatelliteKey;
import java.time.Duration;
import java.util.Optional;

/// The long-poll channel in the perigee dialect: each poll is held by the control plane until there is work or its
/// wait is over. One that is abandoned is answered there when the next comes, so its connection is used again.
public final class LongPollLink implements Link {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final ControlPlaneClient client;
    private final SatelliteKey key;
    private final String base;

    public LongPollLink(ControlPlaneClient client, SatelliteKey key) {
        this.client = client;
        this.key = key;
        this.base = "/perigee/v1/satellites/" + key.satellite();
    }

    @Override
    public Held open(Poll poll) {
        Duration max = poll.waitMax().plus(ANSWER_MAX);
        return new HeldPoll(client.begin(base + "/deliveries", key.reveal(), poll, max));
    }

    @Override
    public Receipt report(Report report) throws LinkException, InterruptedException {
        return client.post(base + "/reports", key.reveal(), report, Receipt.class, ANSWER_MAX);
    }

    private record HeldPoll(Exchange exchange) implements Held {
        @Override
        public Optional<Deliveries> await() throws LinkException, InterruptedException {
            return exchange.await(Deliveries.class);
        }

        @Override
        public void abandon() {
            exchange.abandon();
        }
    }
}

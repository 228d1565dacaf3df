package dev.perigee.satellite.link;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.delivery.SignedDeliveries;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The long-poll channel in the perigee dialect: each poll is held by the control plane until there is work or its
/// wait is over. What is not signed by the control plane is refused. One that is abandoned is answered there when the
/// next comes, so its connection is used again.
public final class LongPollLink implements Link {
    private static final Logger log = LoggerFactory.getLogger(LongPollLink.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final ControlPlaneClient client;
    private final Supplier<SatelliteKey> key;
    private final ServerTrust trust;
    private final String base;
    private final Hints hints;

    /// Where that goes what answers hint at.
    public record Hints(ConfigHints config, KeyHints key) {}

    public LongPollLink(ControlPlaneClient client, SatelliteKey key, ServerTrust trust) {
        this(client, () -> key, trust, new Hints(new ConfigHints(), new KeyHints()));
    }

    /// What answers hint at goes to `hints`.
    public LongPollLink(ControlPlaneClient client, Supplier<SatelliteKey> key, ServerTrust trust, Hints hints) {
        this.hints = hints;
        this.client = client;
        this.key = key;
        this.trust = trust;
        this.base = "/perigee/v1/satellites/" + key.get().satellite();
    }

    @Override
    public Held open(Poll poll) {
        Duration max = poll.waitMax().plus(ANSWER_MAX);
        return new HeldPoll(
                this,
                client.begin(
                        base + "/deliveries",
                        key.get().reveal(),
                        poll.hearing(hints.config().heard().orElse(null)),
                        max));
    }

    @Override
    public Receipt report(Report report) throws LinkException, InterruptedException {
        return client.post(base + "/reports", key.get().reveal(), report, Receipt.class, ANSWER_MAX);
    }

    private Deliveries open(SignedDeliveries answer) throws LinkException, InterruptedException {
        if (answer.config() != null) {
            hints.config().hear(answer.config());
        }
        hints.key().hear(Boolean.TRUE.equals(answer.rotateKey()));
        Optional<Signed> content = answer.content();
        if (content.isEmpty()) {
            return Deliveries.NONE;
        }
        String text = trust.open(Purpose.DELIVERIES, content.get(), this::signingKeys);
        try {
            return SignedDeliveries.read(
                    text, e -> log.atError().setCause(e).log("a delivery is signed, but cannot be read"));
        } catch (BadValue e) {
            throw new LinkException("the deliveries are signed, but cannot be read: " + e.getMessage(), e);
        }
    }

    private KeyChain signingKeys() throws LinkException, InterruptedException {
        return client.get(base + "/signing-keys", key.get().reveal(), KeyChain.class, ANSWER_MAX);
    }

    private record HeldPoll(LongPollLink link, Exchange exchange) implements Held {
        @Override
        public Optional<Deliveries> await() throws LinkException, InterruptedException {
            Optional<SignedDeliveries> answer = exchange.await(SignedDeliveries.class);
            return answer.isEmpty() ? Optional.empty() : Optional.of(link.open(answer.get()));
        }

        @Override
        public void abandon() {
            exchange.abandon();
        }
    }
}

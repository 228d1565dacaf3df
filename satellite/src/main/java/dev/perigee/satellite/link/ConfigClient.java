package dev.perigee.satellite.link;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Configurations from the control plane, in the perigee dialect. What it did not sign for this satellite is refused.
public final class ConfigClient implements ConfigSource {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final ControlPlaneClient client;
    private final Supplier<SatelliteKey> key;
    private final ServerTrust trust;
    private final String base;
    private @Nullable Signed first;

    public ConfigClient(ControlPlaneClient client, Supplier<SatelliteKey> key, ServerTrust trust) {
        this.client = client;
        this.key = key;
        this.trust = trust;
        this.base = "/perigee/v1/satellites/" + key.get().satellite();
    }

    /// Has the next `fetch` take what came with the registration. Before the first one.
    public ConfigClient beginningWith(@Nullable Signed registered) {
        first = registered;
        return this;
    }

    @Override
    public Optional<ConfigDelivery> fetch(long revision, String hash) throws LinkException, InterruptedException {
        Signed registered = first;
        first = null;
        Optional<Signed> answer = registered != null
                ? Optional.of(registered)
                : client.getChanged(
                        base + "/config?revision=" + revision + "&hash=" + hash,
                        key.get().reveal(),
                        Signed.class,
                        ANSWER_MAX);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        String text = trust.open(Purpose.CONFIG, answer.get(), this::signingKeys);
        try {
            ConfigDelivery delivery = Json.WIRE.read(text, ConfigDelivery.class);
            if (!delivery.satellite().equals(key.get().satellite())) {
                throw new LinkException("refused: a configuration for satellite \"" + delivery.satellite() + "\"");
            }
            return Optional.of(delivery);
        } catch (BadValue e) {
            throw new LinkException("the configuration is signed, but cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void report(ConfigReport report) throws LinkException, InterruptedException {
        int status = client.put(base + "/config/applied", key.get().reveal(), report, ANSWER_MAX);
        if (status / 100 != 2) {
            throw new LinkException("the report of the configuration was answered with HTTP status " + status);
        }
    }

    private KeyChain signingKeys() throws LinkException, InterruptedException {
        return client.get(base + "/signing-keys", key.get().reveal(), KeyChain.class, ANSWER_MAX);
    }
}

package dev.perigee.satellite;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.InstanceId;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import dev.perigee.protocol.signing.VerificationKey;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.KeyRing;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.RequestKey;
import dev.perigee.satellite.link.RequestSigner;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.satellite.link.WaitHints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// As whom the satellite speaks to its control plane, over what, and whose word it takes; `first` is what it was told
/// when it registered, if that was in this life.
record Enrolment(
        ControlPlaneClient client,
        KeyRing keys,
        ServerTrust trust,
        SatelliteProfile profile,
        @Nullable Registration first) {
    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);

    /// Registers if there is no key on file.
    static Enrolment open(Means means) throws IOException, LinkException, InterruptedException {
        SatelliteConfig config = means.config();
        ControlPlaneClient client = means.hold(new ControlPlaneClient(
                config.server(), means.timer(), config.network(), InstanceId.create(means.random())));
        SatelliteProfile profile = profile(config, means.version());
        ServerTrust trust = ServerTrust.open(means.file("server-keys.json"));
        RequestKey signing = new RequestKey(means.file("request-key"));
        Path file = means.file("key");
        Registrar registrar = new Registrar(client, trust, file);
        Optional<SatelliteKey> known = known(config, registrar);
        if (known.isPresent()) {
            if (config.link().requestSignatures()) {
                signing.onFile().ifPresent(own -> client.signWith(new RequestSigner(own, means.clock())));
            }
            return new Enrolment(client, KeyRing.open(file, known.get()), trust, profile, null);
        }
        VerificationKey verification = signWithNew(signing, client, means);
        Registration registration =
                register(means, registrar, new RegistrationRequest(config.id(), profile, verification));
        KeyRing keys = KeyRing.open(file, registration.key());
        // One that an earlier registration left would be used instead.
        keys.discard();
        return new Enrolment(client, keys, trust, profile, registration);
    }

    /// How often a heartbeat is wanted, until the control plane says it again.
    Duration heartbeatInterval(Duration otherwise) {
        return first == null || first.intervals() == null
                ? otherwise
                : first.intervals().heartbeat();
    }

    /// What it said of polls so far.
    WaitHints waits() {
        WaitHints waits = new WaitHints();
        waits.hear(
                first == null || first.intervals() == null
                        ? null
                        : first.intervals().pollWait());
        return waits;
    }

    @Nullable
    Signed firstConfig() {
        return first == null ? null : first.config();
    }

    private static Optional<SatelliteKey> known(SatelliteConfig config, Registrar registrar) throws IOException {
        Optional<SatelliteKey> onFile = registrar.onFile();
        if (onFile.isPresent() && !onFile.get().satellite().equals(config.id())) {
            throw new BadValue(
                    "id",
                    config.id(),
                    "\"" + onFile.get().satellite() + "\", as which the satellite in " + config.data()
                            + " is registered");
        }
        return onFile;
    }

    /// Signs with a new key from now on, if it is to sign; the public half of it.
    private static @Nullable VerificationKey signWithNew(RequestKey signing, ControlPlaneClient client, Means means)
            throws IOException {
        if (!means.config().link().requestSignatures()) {
            signing.remove();
            return null;
        }
        SigningKey own = signing.create(means.random());
        client.signWith(new RequestSigner(own, means.clock()));
        return own.verification();
    }

    private static Registration register(Means means, Registrar registrar, RegistrationRequest request)
            throws IOException, LinkException, InterruptedException {
        SatelliteConfig config = means.config();
        if (config.registrationToken() == null) {
            throw new BadValue(
                    "registration-token is missing: expected one from `perigee token create`, because satellite \""
                            + config.id() + "\" has no key in " + config.data() + " yet");
        }
        Registration registration = registrar.enroll(config.registrationToken(), request, means.backoff());
        log.atInfo().addKeyValue("satellite", config.id()).log("registered");
        return registration;
    }

    private static SatelliteProfile profile(SatelliteConfig config, String version) throws IOException {
        List<String> able = new ArrayList<>(List.of("config", "events", "exec", "key-rotation"));
        if (config.mcp() != null) {
            able.addAll(List.of("mcp-http", "mcp-stdio"));
        }
        return new SatelliteProfile(
                version,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                config.membership().group(),
                config.membership().labels(),
                config.maxConcurrent(),
                able,
                HostFacts.read(),
                config.membership().routes());
    }
}

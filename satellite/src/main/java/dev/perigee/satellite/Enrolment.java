package dev.perigee.satellite;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.signing.SigningKey;
import dev.perigee.protocol.signing.VerificationKey;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.RequestKey;
import dev.perigee.satellite.link.RequestSigner;
import dev.perigee.satellite.link.ServerTrust;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// As whom the satellite speaks to its control plane, over what, and whose word it takes.
record Enrolment(ControlPlaneClient client, SatelliteKey key, ServerTrust trust, SatelliteProfile profile) {
    private static final Logger log = LoggerFactory.getLogger(Enrolment.class);

    /// Registers if there is no key on file.
    static Enrolment open(Means means) throws IOException, LinkException, InterruptedException {
        SatelliteConfig config = means.config();
        ControlPlaneClient client =
                means.hold(new ControlPlaneClient(config.server(), means.timer(), config.network()));
        SatelliteProfile profile = profile(config, means.version());
        ServerTrust trust = ServerTrust.open(means.file("server-keys.json"));
        SatelliteKey key = key(means, client, new Registrar(client, trust, means.file("key")), profile);
        return new Enrolment(client, key, trust, profile);
    }

    private static SatelliteKey key(
            Means means, ControlPlaneClient client, Registrar registrar, SatelliteProfile profile)
            throws IOException, LinkException, InterruptedException {
        SatelliteConfig config = means.config();
        RequestKey signing = new RequestKey(means.file("request-key"));
        Optional<SatelliteKey> onFile = registrar.onFile();
        if (onFile.isPresent()) {
            if (!onFile.get().satellite().equals(config.id())) {
                throw new BadValue(
                        "id",
                        config.id(),
                        "\"" + onFile.get().satellite() + "\", as which the satellite in " + config.data()
                                + " is registered");
            }
            if (config.link().requestSignatures()) {
                signing.onFile().ifPresent(own -> client.signWith(new RequestSigner(own, means.clock())));
            }
            return onFile.get();
        }
        if (config.registrationToken() == null) {
            throw new BadValue(
                    "registration-token is missing: expected one from `perigee token create`, because satellite \""
                            + config.id() + "\" has no key in " + config.data() + " yet");
        }
        VerificationKey verification = null;
        if (config.link().requestSignatures()) {
            SigningKey own = signing.create(means.random());
            verification = own.verification();
            client.signWith(new RequestSigner(own, means.clock()));
        } else {
            signing.remove();
        }
        SatelliteKey key = registrar.register(
                config.registrationToken(), new RegistrationRequest(config.id(), profile, verification));
        log.atInfo().addKeyValue("satellite", config.id()).log("registered");
        return key;
    }

    private static SatelliteProfile profile(SatelliteConfig config, String version) {
        return new SatelliteProfile(
                version,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                config.membership().group(),
                config.membership().labels(),
                config.maxConcurrent());
    }
}

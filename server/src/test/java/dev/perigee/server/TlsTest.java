package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.http.proxy.Proxies;
import dev.perigee.http.tls.CertificatePin;
import dev.perigee.http.tls.ServerTls;
import dev.perigee.http.tls.ServerTls.ClientCertificates;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.satellite.link.ControlPlaneClient;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.satellite.link.Network;
import dev.perigee.satellite.link.Registrar;
import dev.perigee.satellite.link.ServerTrust;
import dev.perigee.server.limit.Limits;
import dev.perigee.testkit.proxy.ConnectProxy;
import dev.perigee.testkit.tls.TestAuthority;
import io.netty.util.HashedWheelTimer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A control plane in TLS, and whom it and its satellites let in.
@Timeout(60)
final class TlsTest {
    private static final Duration EACH_SECOND = Duration.ofSeconds(1);
    private final HashedWheelTimer timer = new HashedWheelTimer(10, TimeUnit.MILLISECONDS);
    private final Instant now = Instant.now();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private TestAuthority.Issued issued;

    @BeforeEach
    void makeCertificates() {
        authority = new TestAuthority(directory, "authority", now);
        issued = authority.issue(directory, "localhost");
    }

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void aSatelliteRegistersInTlsByTheAuthorityThatItKnows() throws Exception {
        try (RunningServer server = server(ClientCertificates.OFF, false)) {
            assertThat(server.app.url().getScheme()).isEqualTo("https");
            assertThat(register(server, "one", trusting(authority.file(), null)).satellite())
                    .isEqualTo(new SatelliteId("one"));
        }
    }

    @Test
    void whatIsWrongWithTheCertificateIsSaid() throws Exception {
        TestAuthority other = new TestAuthority(directory, "other", now);
        try (RunningServer server = server(ClientCertificates.OFF, false)) {
            refused(server, trusting(other.file(), null), "of an authority that is not known here (CN=authority)");
            refused(server, Network.DEFAULT, "of an authority that is not known here");
            String pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            refused(server, pinned(new CertificatePin(pin)), "expected the pinned one, " + pin);
        }
        issued = authority.issue(directory, "elsewhere.example");
        try (RunningServer server = server(ClientCertificates.OFF, false)) {
            refused(
                    server,
                    trusting(authority.file(), null),
                    "is for elsewhere.example, elsewhere.example.test: expected one for the host in the URL");
        }
        issued = authority.issue(directory, "localhost", now.minus(Duration.ofHours(1)));
        try (RunningServer server = server(ClientCertificates.OFF, false)) {
            refused(server, trusting(authority.file(), null), "has expired");
        }
    }

    @Test
    void withoutTlsOnTheOtherSideThatIsSaid() throws Exception {
        try (RunningServer server = new RunningServer(directory.resolve("plain"))) {
            URI url = URI.create("https://127.0.0.1:" + server.app.url().getPort());
            assertThatExceptionOfType(LinkException.class)
                    .isThrownBy(() -> register(url, server, "one", trusting(authority.file(), null)))
                    .withMessageContaining("it does not answer in TLS");
        }
    }

    @Test
    void aCallerWithoutACertificateIsRefusedWhereOneIsRequired() throws Exception {
        try (RunningServer server = server(ClientCertificates.REQUIRED, false)) {
            refused(server, trusting(authority.file(), null), "it asks for a client certificate");
            TestAuthority other = new TestAuthority(directory, "other", now);
            assertThatExceptionOfType(LinkException.class)
                    .isThrownBy(() ->
                            register(server, "one", trusting(authority.file(), other.issue(directory, "stranger"))));

            assertThat(register(server, "one", trusting(authority.file(), authority.issue(directory, "any"))))
                    .isNotNull();
        }
    }

    @Test
    void aCertificateMadeOutToAnotherSatelliteDoesNotOpen() throws Exception {
        try (RunningServer server = server(ClientCertificates.OPTIONAL, true)) {
            Network one = trusting(authority.file(), authority.issue(directory, "one"));
            refused(server, trusting(authority.file(), null), "expected a client certificate");
            assertThatExceptionOfType(LinkException.class)
                    .isThrownBy(() -> register(server, "two", one))
                    .withMessageContaining("made out to [one, one.test]: expected satellite \"two\"");

            SatelliteKey key = register(server, "one", one);

            Network stolen = trusting(authority.file(), authority.issue(directory, "two"));
            try (ControlPlaneClient thief = new ControlPlaneClient(server.app.url(), timer, stolen);
                    ControlPlaneClient owner = new ControlPlaneClient(server.app.url(), timer, one)) {
                assertThat(describe(thief, key)).isEqualTo(403);
                assertThat(describe(owner, key)).isEqualTo(200);
            }
        }
    }

    @Test
    void aNewCertificateIsUsedWithoutARestartAndABadOneIsNot() throws Exception {
        try (RunningServer server = server(ClientCertificates.OFF, false)) {
            CertificatePin first = pin();
            Files.writeString(issued.certificate(), "no certificate");
            register(server, "one", pinned(first));
            TestAuthority.Issued fresh = authority.issue(Files.createDirectory(directory.resolve("new")), "localhost");
            Files.move(fresh.key(), issued.key(), StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh.certificate(), issued.certificate(), StandardCopyOption.REPLACE_EXISTING);
            Network network = pinned(pin());

            CountDownLatch pause = new CountDownLatch(1);
            while (!lets(server, network)) {
                var _ = pause.await(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Test
    void aFileThatCannotBeUsedStopsTheStartAndIsNamed() throws Exception {
        Files.writeString(issued.key(), "no key");
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> server(ClientCertificates.OFF, false))
                .withMessage("tls.key \"" + BadValue.shown(issued.key())
                        + "\": expected a private key in PEM form (-----BEGIN PRIVATE KEY-----); it has none");
        TestAuthority.Issued other = authority.issue(directory, "other");
        Files.copy(other.key(), issued.key(), StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> server(ClientCertificates.OFF, false))
                .withMessageContaining("expected the key of the certificate in " + issued.certificate());
    }

    @Test
    void aSatelliteReachesItThroughAProxyThatWantsCredentialsAndNeverShowsThem() throws Exception {
        try (RunningServer server = server(ClientCertificates.REQUIRED, true);
                ConnectProxy proxy = new ConnectProxy("mary", "s3cr3t pw")) {
            TestAuthority.Issued own = authority.issue(directory, "one");
            String at = "@127.0.0.1:" + proxy.port();

            assertThat(register(server, "one", behind("http://mary:s3cr3t%20pw" + at, own)))
                    .isNotNull();

            assertThat(proxy.asked())
                    .containsExactly("CONNECT 127.0.0.1:" + server.app.url().getPort());
            Network wrong = behind("http://mary:gu3ss" + at, own);
            assertThatExceptionOfType(LinkException.class)
                    .isThrownBy(() -> register(server, "two", wrong))
                    .withMessageContaining("the proxy asks for a user name and password, or does not accept")
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("gu3ss"));
            assertThat(wrong.toString()).doesNotContain("gu3ss");
        }
    }

    private Network behind(String proxy, TestAuthority.Issued own) {
        return new Network(
                new TlsFiles("link.tls", own.certificate(), own.key(), authority.file()),
                null,
                EACH_SECOND,
                Proxies.of(proxy, proxy, ""));
    }

    private boolean lets(RunningServer server, Network network) throws Exception {
        try (ControlPlaneClient client = new ControlPlaneClient(server.app.url(), timer, network)) {
            return describe(client, SatelliteKey.parse("one.nobody")) == 401;
        } catch (LinkException _) {
            return false;
        }
    }

    private CertificatePin pin() {
        return CertificatePin.of(new TlsFiles("tls", issued.certificate(), issued.key(), null)
                .read()
                .certificate()
                .orElseThrow());
    }

    private RunningServer server(ClientCertificates clients, boolean bound) throws Exception {
        TlsFiles files = new TlsFiles(
                "tls", issued.certificate(), issued.key(), clients == ClientCertificates.OFF ? null : authority.file());
        return new RunningServer(RunningServer.config(directory.resolve("data"))
                .with(RunningServer.entrance(
                        Limits.DEFAULT,
                        new ServerConfig.Edge(new ServerTls(files, clients, EACH_SECOND), null, bound))));
    }

    private static Network trusting(Path authorities, TestAuthority.@Nullable Issued own) {
        return new Network(
                new TlsFiles(
                        "link.tls",
                        own == null ? null : own.certificate(),
                        own == null ? null : own.key(),
                        authorities),
                null,
                EACH_SECOND,
                Proxies.NONE);
    }

    private Network pinned(CertificatePin pin) {
        return new Network(new TlsFiles("link.tls", null, null, authority.file()), pin, EACH_SECOND, Proxies.NONE);
    }

    private void refused(RunningServer server, Network network, String why) {
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> register(server, "one", network))
                .withMessageContaining(why);
    }

    private SatelliteKey register(RunningServer server, String id, Network network) throws Exception {
        return register(server.app.url(), server, id, network);
    }

    private SatelliteKey register(URI url, RunningServer server, String id, Network network) throws Exception {
        ServerTrust trust = ServerTrust.open(directory.resolve("trust-" + id));
        try (ControlPlaneClient client = new ControlPlaneClient(url, timer, network)) {
            return new Registrar(client, trust, directory.resolve("key-" + id))
                    .register(new SatelliteId(id), server.token(), SatelliteProfile.of("1", "test"));
        }
    }

    private static int describe(ControlPlaneClient client, SatelliteKey key) throws Exception {
        return client.put(
                "/perigee/v1/satellites/" + key.satellite() + "/profile",
                key.reveal(),
                SatelliteProfile.of("1", "test"),
                Duration.ofSeconds(10));
    }
}

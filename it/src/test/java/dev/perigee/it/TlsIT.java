package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.proxy.ConnectProxy;
import dev.perigee.testkit.tls.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Control plane, satellites and client commands in TLS, as somebody sets it up for the first time, and what they say
/// when it does not fit together.
final class TlsIT {
    private static final Duration SAID_MAX = Duration.ofSeconds(30);
    private static final int COMMANDS = 1_000;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aCommandRunsInTlsAndEachEndSaysWhenItDoesNotKnowTheAuthority() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        RunningPerigee server = secured.server();
        secured.satellite("far");
        assertThat(secured.run("send", "far", "--", "echo", "hi").out()).isEqualTo("hi\n");

        TestAuthority other = new TestAuthority(directory, "other", Instant.now());
        Ran refused = secured.trusting(other.file(), "satellites");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains("the server is not trusted", "of an authority that is not known here (CN=authority)");
        RunningPerigee lost = secured.satellite("lost", Secured.trusting(other.file()), Map.of());
        assertThat(lost.awaitExit().exitCode()).isNotZero();
        assertThat(lost.stderr()).contains("of an authority that is not known here (CN=authority)");
        Ran missing = secured.trusting(directory.resolve("none.pem"), "satellites");
        assertThat(missing.exitCode()).isEqualTo(125);
        assertThat(missing.err()).contains("--ca \"", "none.pem\": expected a PEM file that can be read");
        Await.until(
                "failed handshakes are told",
                SAID_MAX,
                () -> server.stderr()
                        .lines()
                        .anyMatch(line -> line.contains("the caller does not trust this certificate")
                                && line.contains("127.0.0.1")));
    }

    @Test
    void aSatelliteWithTheCertificateOfAnotherIsForbidden() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        Path config = directory.resolve("server.yaml");
        Files.writeString(config, Files.readString(config) + "  bind-satellites: true\n");
        secured.server();
        secured.satellite("one", secured.showing("one"), Map.of()).awaitReady();
        assertThat(secured.run("send", "one", "--", "echo", "hi").out()).isEqualTo("hi\n");

        RunningPerigee stolen = secured.satellite("two", secured.showing("three"), Map.of());
        assertThat(stolen.awaitExit().exitCode()).isNotZero();
        assertThat(stolen.stderr())
                .contains("refused with forbidden (403): the client certificate is made out to [three, three.test]:"
                        + " expected satellite");
        RunningPerigee bare = secured.satellite("four", Secured.trusting(secured.authority.file()), Map.of());
        assertThat(bare.awaitExit().exitCode()).isNotZero();
        assertThat(bare.stderr()).contains("expected a client certificate that is made out to satellite");
    }

    @Test
    void clientCommandsShowTheirCertificateByOptionsOrTheEnvironment() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        Path config = directory.resolve("server.yaml");
        Files.writeString(config, Files.readString(config).replace("certificates: optional", "certificates: required"));
        secured.server();
        TestAuthority.Issued own = secured.authority.issue(directory, "operator");
        String certificate = own.certificate().toString();
        String key = own.key().toString();

        Ran bare = secured.run("satellites");
        assertThat(bare.exitCode()).isNotZero();
        assertThat(bare.err()).contains("it asks for a client certificate, and this client has none");
        Ran shown = secured.run("satellites", "--cert", certificate, "--cert-key", key);
        assertThat(shown.exitCode()).as(shown.toString()).isZero();
        Ran named = processes.run(
                Map.of(
                        "PERIGEE_CA",
                        secured.authority.file().toString(),
                        "PERIGEE_CERT",
                        certificate,
                        "PERIGEE_CERT_KEY",
                        key),
                "satellites",
                "--data",
                secured.serverData.toString());
        assertThat(named.exitCode()).as(named.toString()).isZero();

        Ran half = secured.run("satellites", "--cert", certificate);
        assertThat(half.exitCode()).isEqualTo(125);
        assertThat(half.err()).contains("--cert \"", "expected with it --cert-key");
        Ran another = secured.run(
                "satellites",
                "--cert",
                certificate,
                "--cert-key",
                secured.authority.issue(directory, "another").key().toString());
        assertThat(another.exitCode()).isEqualTo(125);
        assertThat(another.err()).contains("--cert-key \"", "expected the key of the certificate in " + certificate);
    }

    @Test
    void certificatesAreReplacedUnderLoadAndNoCommandIsLost() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        RunningPerigee server = secured.server();
        secured.satellite("far");
        Path commands = Files.writeString(
                directory.resolve("commands.ndjson"),
                IntStream.range(0, COMMANDS)
                        .mapToObj(i -> "{\"to\":\"far\",\"run\":[\"echo\",\"" + i + "\"]}\n")
                        .collect(Collectors.joining()));
        RunningPerigee sending = new Perigee(processes, secured.serverData)
                .start("send", "--ca", secured.authority.file().toString(), "--file", commands.toString());
        Await.until("the first results", SAID_MAX, sending::isReady);
        secured.renew();
        Await.until(
                "the new certificate is in use",
                SAID_MAX,
                () -> server.stderr().contains("certificates have changed and are in use"));
        Ran sent = sending.awaitExit();

        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.jsonLines())
                .extracting(line -> line.path("stdout").asString())
                .hasSize(COMMANDS)
                .doesNotHaveDuplicates();
        assertThat(secured.run("send", "far", "--", "echo", "after").out()).isEqualTo("after\n");
    }

    @Test
    void aSatelliteGoesThroughTheProxyOfTheEnvironmentUnlessToldOtherwise() throws Exception {
        Secured secured = new Secured(directory, processes, "");
        secured.server();
        String trust = Secured.trusting(secured.authority.file());
        try (ConnectProxy proxy = new ConnectProxy("mary", "s3cr3t")) {
            String at = "@127.0.0.1:" + proxy.port();
            secured.satellite("direct", trust, Map.of("HTTPS_PROXY", "http://mary:s3cr3t" + at))
                    .awaitReady();
            assertThat(proxy.asked()).as("the loopback").isEmpty();
            secured.satellite("through", "  proxy: http://mary:s3cr3t" + at + "\n" + trust, Map.of())
                    .awaitReady();
            assertThat(proxy.asked()).isNotEmpty().allMatch(asked -> asked.startsWith("CONNECT localhost:"));
            assertThat(secured.run("send", "through", "--", "echo", "hi").out()).isEqualTo("hi\n");

            RunningPerigee wrong =
                    secured.satellite("wrong", "  proxy: http://mary:gu3ss" + at + "\n" + trust, Map.of());
            assertThat(wrong.awaitExit().exitCode()).isNotZero();
            assertThat(wrong.stderr())
                    .contains("the proxy asks for a user name and password, or does not accept")
                    .doesNotContain("gu3ss");
        }
    }

    @Test
    void upSpeaksTlsWithItself() throws Exception {
        TestAuthority authority = new TestAuthority(directory, "authority", Instant.now());
        TestAuthority.Issued issued = authority.issue(directory, "localhost");
        Path data = directory.resolve("up");
        String ready = processes
                .start(
                        Map.of(
                                "PERIGEE_SERVER_TLS_CERTIFICATE",
                                issued.certificate().toString(),
                                "PERIGEE_SERVER_TLS_KEY",
                                issued.key().toString(),
                                "PERIGEE_SERVER_TLS_NAME",
                                "localhost"),
                        "up",
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .awaitReady();

        assertThat(ready).contains("server=https://localhost:");
        Ran ran = new Perigee(processes, data)
                .run("send", "--ca", authority.file().toString(), "local", "--", "echo", "hi");
        assertThat(ran.out()).as(ran.toString()).isEqualTo("hi\n");
    }
}

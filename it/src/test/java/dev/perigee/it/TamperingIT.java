package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What one can do who sits between a satellite and its control plane, or has stolen the satellite's key: nothing.
final class TamperingIT {
    private static final Duration SEEN_MAX = Duration.ofSeconds(30);
    private static final String DELIVERIES = "/perigee/v1/satellites/far/deliveries";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aChangedDeliveryIsNotRunAndTheRealOneIsRunOnce() throws Exception {
        Apart apart = Apart.in(directory, processes, "commands: {lease: 1s}\n", "exec: {allow: any}\n");
        apart.server().awaitReady();
        try (Forwarder between = new Forwarder(apart.url())) {
            RunningPerigee satellite = through(between, apart);
            Path good = directory.resolve("good");
            Path evil = directory.resolve("evil");
            between.changeAnswers(
                    (path, body) -> path.equals(DELIVERIES) ? body.replace(good.toString(), evil.toString()) : body);

            String id = apart.client().submit("far", "touch", good.toString());
            Await.until(
                    "the satellite refuses it",
                    SEEN_MAX,
                    () -> satellite.stderr().contains("refused: not signed by key"));
            between.changeAnswers((_, body) -> body);
            apart.client().awaitState(id, "completed");

            assertThat(good).exists();
            assertThat(evil).doesNotExist();
        }
    }

    @Test
    void anOldDeliveryIsNotRunAgain() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "exec: {allow: any}\nlink: {poll-wait: 1s}\n");
        apart.server().awaitReady();
        try (Forwarder between = new Forwarder(apart.url())) {
            RunningPerigee satellite = through(between, apart);
            Path ran = directory.resolve("ran");
            assertThat(apart.client()
                            .run("send", "far", "--", "sh", "-c", "echo once >> " + ran)
                            .exitCode())
                    .isZero();
            String delivery = between.seen().stream()
                    .filter(seen ->
                            seen.path().equals(DELIVERIES) && seen.answer().contains(ran.toString()))
                    .findFirst()
                    .orElseThrow()
                    .answer();

            between.changeAnswers((path, body) -> path.equals(DELIVERIES) ? delivery : body);
            long before = between.seen().size();
            apart.client().submit("far", "true");
            Await.until(
                    "it was handed over again", SEEN_MAX, () -> between.seen().size() > before + 2);
            between.changeAnswers((_, body) -> body);

            assertThat(apart.client().run("send", "far", "--", "echo", "after").out())
                    .isEqualTo("after\n");
            assertThat(ran).hasContent("once");
            assertThat(satellite.isAlive()).isTrue();
        }
    }

    @Test
    void aChangedOrRepeatedRequestIsRefusedAndAStolenKeyIsWorthNothing() throws Exception {
        Apart apart = Apart.in(directory, processes, "require-signature: true\n", "exec: {allow: any}\n");
        RunningPerigee server = apart.server();
        server.awaitReady();
        try (Forwarder between = new Forwarder(apart.url())) {
            through(between, apart);
            assertThat(apart.client().run("send", "far", "--", "echo", "hi").out())
                    .isEqualTo("hi\n");
            assertThat(Files.getPosixFilePermissions(apart.satelliteData().resolve("request-key")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            Forwarder.Seen report = between.seen().stream()
                    .filter(seen ->
                            seen.path().endsWith("/heartbeat") || seen.path().endsWith("/reports"))
                    .filter(seen -> seen.headers().containsKey("Signature"))
                    .findFirst()
                    .orElseThrow();
            assertRefused(between.again(report, report.path()), "was here before");
            assertRefused(between.again(report, DELIVERIES), "was not made over this request");
            assertThat(between.again(report, "/perigee/v1/satellites/near/heartbeat")
                            .body())
                    .contains("forbidden", "the key is that of satellite");

            // As a kill leaves it: what was recorded before is worth nothing afterwards, and the satellite goes on.
            server.kill();
            apart.server().awaitReady();
            assertRefused(between.again(report, report.path()), "is not of a session that is open");
            assertThat(apart.client().run("send", "far", "--", "echo", "again").out())
                    .isEqualTo("again\n");
        }
    }

    @Test
    void anUnsignedSatelliteIsToldWhatIsMissing() throws Exception {
        Apart apart = Apart.in(directory, processes, "require-signature: true\n", "request-signatures: false\n");
        apart.server().awaitReady();
        Files.writeString(apart.tokenFile(), apart.operator().token());
        RunningPerigee satellite = apart.satellite();

        Await.until(
                "it says why",
                SEEN_MAX,
                () -> satellite.stderr().contains("has no key to sign with: register it anew"));
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("signature_refused", why);
    }

    /// The satellite `far`, which takes the forwarder for its control plane; connected.
    private RunningPerigee through(Forwarder between, Apart apart) throws Exception {
        Path file = apart.satelliteFile();
        Files.writeString(file, Files.readString(file).replace(apart.url(), between.url()));
        Files.writeString(apart.tokenFile(), apart.operator().token());
        RunningPerigee satellite = apart.satellite();
        satellite.awaitReady();
        return satellite;
    }
}

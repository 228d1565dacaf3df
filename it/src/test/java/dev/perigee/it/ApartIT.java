package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `perigee server` and `perigee satellite` by themselves, their configuration, and the listings.
final class ApartIT {
    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aSatelliteRegistersOnceAndUsesItsKeyAfterwards() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        Apart.Lives lives = apart.start();
        assertThat(apart.client().run("send", "far", "--", "echo", "hi").out()).isEqualTo("hi\n");
        String key = Files.readString(apart.satelliteData().resolve("key"));

        assertThat(lives.satellite().terminate().exitCode()).isZero();
        Files.delete(apart.tokenFile());
        Files.writeString(
                apart.satelliteFile(),
                Files.readString(apart.satelliteFile()).replaceAll("(?m)^registration-token-file:.*\n", ""));
        apart.satellite().awaitReady();

        assertThat(Files.readString(apart.satelliteData().resolve("key"))).isEqualTo(key);
        assertThat(apart.client().run("send", "far", "--", "echo", "again").out())
                .isEqualTo("again\n");
    }

    @Test
    void aTokenWorksOnce() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.start();
        String token = Files.readString(apart.tokenFile()).strip();
        Ran second = processes.run(
                Map.of(
                        "PERIGEE_SATELLITE_SERVER",
                        apart.url(),
                        "PERIGEE_SATELLITE_ID",
                        "second",
                        "PERIGEE_SATELLITE_DATA",
                        directory.resolve("second").toString(),
                        "PERIGEE_SATELLITE_REGISTRATION_TOKEN",
                        token),
                "satellite");
        assertThat(second.exitCode()).isEqualTo(125);
        assertThat(second.out()).isEmpty();
        assertThat(complaints(second))
                .singleElement()
                .asString()
                .contains("token")
                .doesNotContain(token);
        assertThat(apart.client().run("satellites").out()).contains("far").doesNotContain("second");
    }

    @Test
    void withoutATokenTheFirstStartSaysWhatIsMissing() throws Exception {
        Ran ran = processes.run(
                Map.of(
                        "PERIGEE_SATELLITE_ID",
                        "lost",
                        "PERIGEE_SATELLITE_DATA",
                        directory.resolve("lost").toString()),
                "satellite");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(complaints(ran)).singleElement().asString().contains("registration-token is missing");
    }

    @Test
    void aSatelliteRefusesWhatItsConfigurationDoesNotAllow() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.start();
        Ran ran = apart.client().run("send", "-o", "json", "far", "--", "sh", "-c", "true");
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.json().path("state").asString()).isEqualTo("failed");
        assertThat(ran.json().path("error").asString())
                .contains("program_not_allowed")
                .contains("sh");
        JsonNode command = apart.client().command(ran.json().path("id").asString());
        assertThat(command.path("result").path("code").asString()).isEqualTo("program_not_allowed");
        assertThat(apart.client()
                        .run("send", "far", "--", "sha256sum", "/dev/null")
                        .exitCode())
                .isZero();
    }

    @Test
    void allMistakesOfAServerAreReportedTogetherWithTheNearestKey() throws Exception {
        Path file = Files.writeString(directory.resolve("server.yaml"), """
                prot: 7400
                commands:
                  lease: soon
                  attempts-mx: 3
                limits:
                  waits-max: 0
                """);
        Ran ran = processes.run(Map.of("PERIGEE_SERVER_LIMITS_BODY_MXA", "1"), "server", "--config", file.toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.out()).isEmpty();
        assertThat(complaints(ran)).hasSize(5);
        assertThat(ran.err())
                .contains("server.yaml:1", "prot", "did you mean \"port\"")
                .contains("server.yaml:3", "soon")
                .contains("server.yaml:4", "attempts-mx", "did you mean \"commands.attempts-max\"")
                .contains("server.yaml:6", "limits.waits-max")
                .contains("PERIGEE_SERVER_LIMITS_BODY_MXA", "did you mean \"PERIGEE_SERVER_LIMITS_BODY_MAX\"");
    }

    @Test
    void allMistakesOfASatelliteAreReportedTogether() throws Exception {
        Path file = Files.writeString(directory.resolve("satellite.yaml"), """
                server: ftp://nowhere
                exec: {alow: [echo]}
                max-concurrent: 0
                """);
        Ran ran = processes.run("satellite", "--config", file.toString());
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(complaints(ran)).hasSize(4);
        assertThat(ran.err())
                .contains("ftp://nowhere", "did you mean \"exec.allow\"", "max-concurrent", "id is missing");
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws Exception {
        Apart apart = Apart.in(directory, processes, "commands: {lease: 5s}\n", "exec: {allow: [echo]}\n");
        Ran printed = processes.run(
                Map.of("PERIGEE_SERVER_COMMANDS_LEASE", "7s"),
                "server",
                "--config",
                apart.serverFile().toString(),
                "--print-config");
        assertThat(printed.out()).contains("lease: 7s").doesNotContain("lease: 5s\n");

        apart.start().satellite().terminate();
        processes
                .start(
                        Map.of("PERIGEE_SATELLITE_EXEC_ALLOW", "uname,true"),
                        "satellite",
                        "--config",
                        apart.satelliteFile().toString())
                .awaitReady();
        assertThat(apart.client().run("send", "far", "--", "echo").exitCode()).isEqualTo(125);
        assertThat(apart.client().run("send", "far", "--", "true").exitCode()).isZero();
    }

    @Test
    void anUrgentCommandOvertakes() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "max-concurrent: 1\nexec: {allow: any}\n");
        apart.start();
        Perigee perigee = apart.client();
        Path go = directory.resolve("go");
        Path order = directory.resolve("order");
        String first = perigee.submit("far", "sh", "-c", "while ! [ -e " + go + " ]; do sleep 0.05; done");
        perigee.awaitState(first, "acknowledged");
        String normal = perigee.submit("far", "sh", "-c", "echo normal >> " + order);
        String urgent = perigee.run(
                        "send",
                        "--priority",
                        "immediate",
                        "--no-wait",
                        "far",
                        "--",
                        "sh",
                        "-c",
                        "echo urgent >> " + order)
                .out()
                .strip();
        Files.createFile(go);
        perigee.awaitState(normal, "completed");
        perigee.awaitState(urgent, "completed");
        assertThat(Files.readAllLines(order)).containsExactly("urgent", "normal");
    }

    @Test
    void theListingsShowWhatIsThere() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "exec: {allow: any}\n");
        Apart.Lives lives = apart.start();
        Perigee perigee = apart.client();
        assertThat(perigee.run("commands").out()).isEqualTo("No commands yet.\n");
        assertThat(perigee.run("send", "far", "--", "echo", "a b").exitCode()).isZero();
        assertThat(perigee.run("send", "far", "--", "no-such-program").exitCode())
                .isEqualTo(125);

        List<String> table = perigee.run("satellites").out().lines().toList();
        assertThat(table.get(0)).startsWith("SATELLITE  STATE  LAST SEEN");
        assertThat(table.get(1)).startsWith("far        live   ");
        JsonNode satellites = perigee.run("satellites", "-o", "json").json().path("satellites");
        assertThat(satellites).hasSize(1);
        assertThat(satellites.get(0).path("id").asString()).isEqualTo("far");

        assertThat(perigee.run("commands").out().lines()).hasSize(3);
        assertThat(perigee.run("commands", "--state", "failed").out().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .contains("far", "failed", "no-such-program");
        List<JsonNode> completed = perigee.commands("completed");
        assertThat(completed).hasSize(1);
        assertThat(completed.getFirst().path("command").path("arguments").get(0).asString())
                .isEqualTo("a b");

        lives.satellite().terminate();
        String waiting =
                perigee.run("send", "--no-wait", "far", "--", "true").out().strip();
        assertThat(perigee.run("commands", "--state", "queued").out()).contains(waiting);
    }

    @Test
    void aTokenIsAloneOnStdoutOrOneDocument() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        apart.server().awaitReady();
        assertThat(apart.client().run("token create").out()).matches("\\S{20,}\n");
        JsonNode token = apart.client()
                .run("token create", "--expires", "2h", "-o", "json")
                .json();
        assertThat(token.path("token").asString()).isNotEmpty();
        assertThat(token.path("expiresAt").asString()).isNotEmpty();
    }

    private static List<String> complaints(Ran ran) {
        return ran.err().lines().filter(line -> line.startsWith("perigee: ")).toList();
    }
}

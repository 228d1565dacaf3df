package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What was done can be proven later, and who changes what was recorded is found.
final class AuditIT {
    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void whatWasRecordedHoldsOverAKillAndAChangeIsFoundOffline() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        Apart.Lives lives = apart.start();
        apart.client().run("send", "far", "--", "echo", "one");
        Path keys = Files.writeString(
                directory.resolve("keys.json"),
                apart.client().run("signing-keys", "--output", "json").out());
        lives.server().kill();
        RunningPerigee server = apart.server();
        server.awaitReady();
        apart.client().run("send", "far", "--", "echo", "two");
        assertThat(server.terminate().exitCode()).isZero();
        apart.server().awaitReady();

        assertThat(apart.client().run("audit", "--act", "command.submit").out())
                .contains("operator", "target=far", "type=exec")
                .hasLineCount(3);
        List<String> lines = apart.client().run("audit export").out().lines().toList();
        Path exported = Files.write(directory.resolve("audit.jsonl"), lines);

        Ran intact = processes.run("audit", "verify", exported.toString(), "--keys", keys.toString());
        assertThat(intact.out()).startsWith("intact: ");
        assertThat(intact.exitCode()).isZero();

        Files.write(
                exported,
                lines.stream().map(line -> line.replace("target", "tarGet")).toList());
        Ran broken = processes.run("audit", "verify", exported.toString());
        assertThat(broken.out()).startsWith("broken at entry ");
        assertThat(broken.exitCode()).isEqualTo(1);
        Ran missing = processes.run("audit", "verify", "nowhere");
        assertThat(missing.err()).contains("nowhere", "expected a file that exists");
    }

    @Test
    void aDataDirectoryIsVerifiedAsItStandsAndTheFirstBrokenEntryIsNamed() throws Exception {
        Apart apart = Apart.in(directory, processes, "", "");
        RunningPerigee server = apart.server();
        server.awaitReady();
        for (int i = 0; i < 3; i++) {
            apart.client().run("token create");
        }
        String data = apart.serverData().toString();
        assertThat(apart.client().run("audit").out()).contains("FROM", "127.0.0.1");
        Ran running = processes.run("audit", "verify", "--data", data);
        assertThat(running.exitCode()).as(running.toString()).isLessThan(2);
        assertThat(running.out()).contains("3 entries");
        assertThat(server.terminate().exitCode()).isZero();

        Ran intact = processes.run("audit", "verify", "--data", data);
        assertThat(intact.out()).startsWith("intact: chain ").contains("3 entries up to 3");
        assertThat(intact.exitCode()).isZero();

        tamper(apart.serverData().resolve("perigee.db"));
        Ran broken = processes.run("audit", "verify", "--data", data);
        assertThat(broken.out()).startsWith("broken at entry 2: its text");
        assertThat(broken.exitCode()).isEqualTo(1);
    }

    @Test
    void whatCannotBeVerifiedIsNamed() throws Exception {
        Ran elsewhere = processes.run("audit", "verify", "--data", directory.toString());
        assertThat(elsewhere.err())
                .contains("data \"" + directory + "\": expected the data directory of a control plane");
        assertThat(elsewhere.exitCode()).isEqualTo(125);
        Ran neither = processes.run("audit", "verify");
        assertThat(neither.err()).contains("FILE is missing", "--data");
        assertThat(neither.exitCode()).isEqualTo(125);
        Ran both = processes.run("audit", "verify", "a.jsonl", "--data", directory.toString());
        assertThat(both.err()).contains("a.jsonl", "either FILE or --data, not both");
        Ran retention = processes.run("server", "--print-config", "--config", file("audit: {retention: 5m}"));
        assertThat(retention.err()).contains("audit.retention \"5m\": expected 1d to 36500d");
    }

    private String file(String yaml) throws Exception {
        return Files.writeString(directory.resolve("wrong.yaml"), yaml).toString();
    }

    /// As somebody would who has the file and no key: what the second entry says is another.
    private static void tamper(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(
                    "UPDATE audit_entry SET text = replace(text, 'operator', 'nobody') WHERE number = 2");
            assertThat(changed).isOne();
        }
    }
}

package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
}

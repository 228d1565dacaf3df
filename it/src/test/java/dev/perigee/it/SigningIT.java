package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Whom a satellite obeys: the control plane that it registered with, over every change of its key, and nobody else.
final class SigningIT {
    private static final String COMES_BACK_AT_ONCE = "link: {poll-wait: 1s}\n";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void aSatelliteFollowsNewKeysAlsoOnesThatCameWhileItWasAway() throws Exception {
        Apart apart = Apart.in(directory, processes, "", COMES_BACK_AT_ONCE);
        Apart.Lives lives = apart.start();
        assertRuns(apart, "first");
        String second = apart.client().run("signing-keys rotate").out().strip();
        assertRuns(apart, "second");
        assertThat(Files.readString(apart.satelliteData().resolve("server-keys.json")))
                .contains(keyOf(apart, second));

        assertThat(lives.satellite().terminate().exitCode()).isZero();
        apart.client().run("signing-keys rotate");
        String fourth = apart.client().run("signing-keys rotate").out().strip();
        assertThat(apart.client().run("signing-keys").out().lines().toList().getLast())
                .contains(fourth, "signs");
        apart.satellite().awaitReady();
        assertRuns(apart, "fourth");
    }

    @Test
    void aStrangerWithTheDatabaseIsNotObeyed() throws Exception {
        Apart apart = Apart.in(directory, processes, "commands: {lease: 2s}\n", COMES_BACK_AT_ONCE);
        Apart.Lives lives = apart.start();
        assertRuns(apart, "before");
        Path ran = directory.resolve("ran");

        assertThat(lives.server().terminate().exitCode()).isZero();
        Files.delete(apart.serverData().resolve("signing-keys.json"));
        apart.server().awaitReady();
        Ran refused =
                apart.client().run("send", "--ttl", "5s", "--attempts", "1", "far", "--", "touch", ran.toString());

        assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
        assertThat(ran).doesNotExist();
        assertThat(lives.satellite().stderr()).contains("register the satellite anew");
    }

    private static void assertRuns(Apart apart, String text) throws Exception {
        assertThat(apart.client().run("send", "far", "--", "echo", text).out()).isEqualTo(text + "\n");
    }

    private static String keyOf(Apart apart, String id) throws Exception {
        return apart.client()
                .run("signing-keys")
                .out()
                .lines()
                .filter(line -> line.startsWith(id))
                .map(line -> line.replaceAll("^\\S+\\s+(\\S+).*", "$1"))
                .findFirst()
                .orElseThrow();
    }
}

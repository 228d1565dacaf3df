package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Secrets of configurations from the operator's stdin to an MCP server's environment, and nowhere else.
final class SecretIT {
    private static final Duration APPLIED_MAX = Duration.ofSeconds(60);
    private static final String FIRST = "correct-horse-battery";
    private static final String SECOND = "another-horse-altogether";

    /// Notes what it was given, and does not keep it to itself.
    private static final String SERVER = """
            echo "user:$TOKEN" >&2
            echo "$TOKEN" >> "$1"
            reply() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
            while read -r line; do
              id=${line#*'"id":'}; id=${id%%[,\\}]*}
              case $line in
                *'"method":"initialize"'*) reply '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},'\\
            '"serverInfo":{"name":"sh","version":"1"}}' ;;
                *'"method":"tools/list"'*) reply '{"tools":[]}' ;;
                *'"id":'*) printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"no"}}\\n' "$id" ;;
              esac
            done
            """;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Apart apart;
    private RunningPerigee server;
    private RunningPerigee satellite;
    private Path got;

    @BeforeEach
    void start() throws Exception {
        apart = Apart.in(directory, processes, "", "mcp:\n  port: 0\n  anonymous: true\n");
        Apart.Lives lives = apart.start();
        server = lives.server();
        satellite = lives.satellite();
        got = directory.resolve("got");
    }

    @Test
    void aSecretReachesTheServerThatRefersToItAndIsSeenNowhereElse() throws Exception {
        assertThat(client().runWithInput(FIRST + "\n", "secret set", "token", "--satellite", "far")
                        .out())
                .contains("secret token for satellite:far is at version 1");
        Ran set = put("user:${secret:token}");
        assertThat(set.exitCode()).as(set.toString()).isZero();
        awaitGot("user:" + FIRST);

        client().runWithInput(SECOND + "\n", "secret set", "token", "--satellite", "far");
        awaitGot("user:" + SECOND);
        awaitInSync();
        assertThat(client().run("secret rekey").out()).contains("1 secrets are sealed anew");
        assertThat(client().run("secrets").out()).contains("token", "satellite:far");

        String shown = Stream.of(
                        client().run("secrets", "-o", "json"),
                        client().run("config get", "satellite:far"),
                        client().run("config history", "satellite:far"),
                        client().run("config effective", "far"),
                        client().run("config drift"),
                        client().run("satellite far"),
                        client().run("events", "-o", "json"))
                .map(ran -> ran.out() + ran.err())
                .reduce("", String::concat);
        assertThat(shown).contains("token").doesNotContain(FIRST).doesNotContain(SECOND);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(apart.serverData().resolve("secrets.key"))))
                .isEqualTo("rw-------");

        String logs = server.terminate().err() + satellite.terminate().err();
        assertThat(logs).doesNotContain(FIRST).doesNotContain(SECOND);
        try (Stream<Path> files = Files.walk(apart.serverData())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(FIRST)
                        .doesNotContain(SECOND);
            }
        }
    }

    @Test
    void aReferenceToWhatIsNotThereIsRefusedWithItsPlaceBeforeAnythingIsKept() throws Exception {
        client().runWithInput("for-others-only\n", "secret set", "token", "--team", "blue");
        Ran refused = put("secret:token");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).contains("/mcpServers/sh/env/TOKEN", "\"token\"", "satellite far");
        assertThat(client().run("config get", "satellite:far").exitCode()).isNotZero();
    }

    @Test
    void whatIsNoSecretIsSaidInWordsThatHelp() throws Exception {
        assertThat(client().runWithInput("short\n", "secret set", "token").err())
                .contains("5 characters", "8 to")
                .doesNotContain("short");
        assertThat(client().runWithInput(FIRST, "secret set", "to ken").err()).contains("to ken", "a-z");
        assertThat(client().run("secret delete", "nothing").err()).contains("nothing", "perigee secrets");
    }

    private Ran put(String token) throws Exception {
        Path script = Files.writeString(directory.resolve("server.sh"), SERVER);
        Path layer = Files.writeString(
                directory.resolve("layer.json"),
                "{\"mcpServers\":{\"sh\":{\"command\":\"sh\",\"args\":[\"" + script + "\",\"" + got
                        + "\"],\"env\":{\"TOKEN\":\"" + token + "\"}}}}");
        return client().run("config set", "satellite:far", layer.toString());
    }

    private void awaitGot(String value) throws Exception {
        Await.until(
                "the server was given it",
                APPLIED_MAX,
                () -> Files.exists(got) && Files.readAllLines(got).getLast().equals(value));
    }

    private void awaitInSync() throws Exception {
        Await.until(
                "the satellite has what it is to have",
                APPLIED_MAX,
                () -> client().operator().get("config/drift").path("drifted").asInt(-1) == 0);
    }

    private Perigee client() {
        return apart.client();
    }
}

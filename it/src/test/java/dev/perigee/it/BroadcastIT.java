package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Requests to several satellites at once, through the real binary.
final class BroadcastIT {
    private static final Duration MAX = Duration.ofSeconds(30);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Path serverFile;
    private String url;
    private Perigee perigee;
    private RunningPerigee server;

    @BeforeEach
    void start() throws Exception {
        int port = Apart.freePort();
        url = "http://127.0.0.1:" + port;
        Path data = directory.resolve("server-data");
        serverFile = Files.writeString(
                directory.resolve("server.yaml"), "port: " + port + "\ndata: " + data + "\ncommands: {lease: 2s}\n");
        server = server();
        perigee = new Perigee(processes, data);
    }

    @Test
    void whatEachOfAGroupAnsweredIsPrintedAndOthersAreLeftAlone() throws Exception {
        satellite("web-1", "--group", "web", "--label", "env=prod");
        satellite("web-2", "--group", "web", "--label", "env=test", "--label", "tier=front");
        satellite("db-1", "--group", "db", "--label", "env=prod");

        Ran both = perigee.run("send", "group:web", "--", "sh", "-c", "echo hello; echo more");
        assertThat(both.exitCode()).as(both.err()).isZero();
        assertThat(both.out().lines().toList())
                .hasSize(4)
                .first()
                .asString()
                .endsWith(" is completed: 2 of 2 succeeded; 2 completed");
        assertThat(both.out().lines().toList().subList(1, 4))
                .containsExactly(
                        "SATELLITE  STATE      EXIT  OUTPUT",
                        "web-1      completed  0     hello",
                        "web-2      completed  0     hello");

        Ran production = perigee.run("send", "--whole", "label:env=prod", "--", "sh", "-c", "echo x; exit 3");
        assertThat(production.exitCode()).isEqualTo(1);
        assertThat(production.out().lines()).contains("db-1: x", "web-1: x", "web-1: (completed) exit code 3");
        Ran json = perigee.run("send", "-o", "json", "label:tier", "--ping");
        assertThat(json.json().path("satellite").asString()).isEqualTo("web-2");

        assertThat(perigee.run("satellites", "label:env=prod").out())
                .contains("db-1", "web-1", "env=prod")
                .doesNotContain("web-2");
        assertThat(perigee.run("broadcasts").out().lines()).hasSize(4);
        Ran none = perigee.run("send", "group:app", "--", "true");
        assertThat(none.exitCode()).isEqualTo(125);
        assertThat(none.err()).contains("none of 3 satellites fits; expected one of the groups db, web");
    }

    @Test
    void theControlPlaneDiesInTheMiddleAndEveryMemberRunsItOnce() throws Exception {
        List<String> members = List.of("m-1", "m-2", "m-3", "m-4", "m-5");
        for (String member : members) {
            satellite(member);
        }
        Path ran = Files.createFile(directory.resolve("ran"));
        RunningPerigee waiting = perigee.start(
                "send", "--max-concurrent", "1", "all", "--", "sh", "-c", "echo ran >> " + ran + "; sleep 0.3");

        for (int crash = 1; crash <= 3; crash++) {
            int begun = crash;
            Await.until(
                    begun + " have begun", MAX, () -> Files.readAllLines(ran).size() >= begun);
            server.kill();
            server = server();
        }

        Ran ended = waiting.awaitExit();
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(Files.readAllLines(ran)).hasSize(members.size());
        assertThat(ended.out()).contains("5 of 5 succeeded");
        assertThat(perigee.commands("completed")).hasSize(members.size());
    }

    @Test
    void pausedItGoesNoFurtherAndAbortedItEnds() throws Exception {
        satellite("m-1");
        satellite("m-2");
        satellite("m-3");
        Path go = directory.resolve("go");
        String wait = "while ! [ -e " + go + " ]; do sleep 0.05; done; echo went";
        String id = perigee.run("send", "--no-wait", "--max-concurrent", "1", "all", "--", "sh", "-c", wait)
                .out()
                .strip();
        Await.until(
                "the first runs", MAX, () -> perigee.commands("acknowledged").size() == 1);

        assertThat(perigee.run("broadcast", id, "pause").out())
                .isEqualTo("broadcast " + id + " is paused (paused by operator)\n");
        Files.createFile(go);
        Await.until(
                "the first has ended", MAX, () -> counts(id).path("succeeded").asInt() == 1);
        assertThat(perigee.run("broadcast", id, "-o", "json")
                        .json()
                        .at("/counts/pending")
                        .asInt())
                .isEqualTo(2);
        Files.delete(go);
        assertThat(perigee.run("broadcast", id, "resume").exitCode()).isZero();
        Await.until(
                "the second runs", MAX, () -> perigee.commands("acknowledged").size() == 1);

        Ran aborted = perigee.run("broadcast", id, "abort", "--wait");

        assertThat(aborted.exitCode()).isEqualTo(1);
        assertThat(aborted.out()).contains("is aborted (aborted by operator): 1 of 3 succeeded", "not begun (1): m-3");
        assertThat(perigee.run("broadcast", id, "resume").err()).contains("is aborted and can no longer be resumed");
    }

    private JsonNode counts(String id) throws Exception {
        return perigee.operator().get("broadcasts/" + id).path("counts");
    }

    private RunningPerigee server() throws Exception {
        RunningPerigee started = processes.start("server", "--config", serverFile.toString());
        started.awaitReady();
        return started;
    }

    private void satellite(String name, String... options) throws Exception {
        Map<String, String> environment = Map.of(
                "PERIGEE_SATELLITE_SERVER",
                url,
                "PERIGEE_SATELLITE_ID",
                name,
                "PERIGEE_SATELLITE_DATA",
                directory.resolve(name).toString(),
                "PERIGEE_SATELLITE_EXEC_ALLOW",
                "any",
                "PERIGEE_SATELLITE_LINK_BACKOFF_MIN",
                "20ms",
                "PERIGEE_SATELLITE_REGISTRATION_TOKEN",
                perigee.operator().token());
        String[] words =
                Stream.concat(Stream.of("satellite"), Stream.of(options)).toArray(String[]::new);
        processes.start(environment, words).awaitReady();
    }
}

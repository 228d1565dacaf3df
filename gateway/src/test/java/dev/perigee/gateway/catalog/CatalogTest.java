package dev.perigee.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.catalog.Catalog.Kind;
import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CatalogTest {
    private static final Catalog.Bounds BOUNDS = new Catalog.Bounds(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(5), 1 << 20);
    private static final Catalog.Bounds HASTY = new Catalog.Bounds(
            Duration.ofMillis(30), Duration.ofMillis(30), Duration.ofSeconds(5), Duration.ofMinutes(5), 1 << 20);
    private static final String ANNOUNCES = "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},"
            + "\"resources\":{\"listChanged\":true}}";
    private static final Listener ANN = Listener.of("ann", "{}");

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile boolean down;
    private Catalog catalog = new Catalog(BOUNDS, () -> now);
    private final MemoryServer files = new MemoryServer(ANNOUNCES);
    private final MemoryServer notes = new MemoryServer(ANNOUNCES);

    @Test
    void aListIsReadOnceAndThenKept() throws Exception {
        Upstream server = offering("read", "write");
        assertThat(names(server)).containsExactly("files__read", "files__write");
        now = now.plus(Duration.ofDays(10));
        assertThat(names(server)).containsExactly("files__read", "files__write");

        assertThat(reads("prompts/list")).isEqualTo(1);
    }

    @Test
    void onlyWhatTheServerSaysHasChangedIsReadAgain() throws Exception {
        Upstream server = offering("read");
        files.on("resources/list", "{\"resources\":[]}");
        names(server);
        catalog.entries(Kind.RESOURCES, List.of(server), ANN);
        prompts("read", "new");
        files.talks()
                .getFirst()
                .listener()
                .heard(Message.Notification.of("notifications/prompts/list_changed", JsonObject.EMPTY));

        assertThat(names(server)).containsExactly("files__read", "files__new");
        catalog.entries(Kind.RESOURCES, List.of(server), ANN);
        assertThat(reads("prompts/list")).isEqualTo(2);
        assertThat(reads("resources/list")).isEqualTo(1);
    }

    @Test
    void aServerThatDoesNotTellOfChangesIsBelievedForAWhileOnly() throws Exception {
        files.on("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"prompts\":{}}}");
        Upstream server = offering("read");
        names(server);
        now = now.plus(BOUNDS.unannouncedMax()).minusMillis(1);
        names(server);
        assertThat(reads("prompts/list")).isEqualTo(1);

        now = now.plusMillis(1);
        names(server);
        assertThat(reads("prompts/list")).isEqualTo(2);
    }

    @Test
    void aListThatSaysForHowLongIsReadAgainThen() throws Exception {
        Upstream server = offering();
        files.on("prompts/list", "{\"prompts\":[{\"name\":\"a\"}],\"ttlMs\":100,\"cacheScope\":\"public\"}");
        names(server);
        now = now.plusMillis(99);
        names(server);
        assertThat(reads("prompts/list")).isEqualTo(1);

        now = now.plusMillis(1);
        names(server);
        assertThat(reads("prompts/list")).isEqualTo(2);
    }

    @Test
    void aPrivateListIsShownToTheClientThatReadItOnly() throws Exception {
        Upstream server = offering();
        files.on("prompts/list", "{\"prompts\":[{\"name\":\"a\"}],\"ttlMs\":1000,\"cacheScope\":\"private\"}");
        Listener bob = Listener.of("bob", "{}");
        names(server);
        files.on("prompts/list", "{\"prompts\":[{\"name\":\"b\"}],\"ttlMs\":1000,\"cacheScope\":\"private\"}");

        assertThat(names(bob, server)).containsExactly("files__b");
        assertThat(names(server)).containsExactly("files__a");
        assertThat(names(bob, server)).containsExactly("files__b");
        assertThat(reads("prompts/list")).isEqualTo(2);
    }

    @Test
    void clientsThatCanDoOtherThingsHaveOtherLists() throws Exception {
        Upstream server = offering("read");
        names(server);
        prompts("read", "ask");

        assertThat(names(Listener.of("bob", "{\"roots\":{}}"), server)).containsExactly("files__read", "files__ask");
        assertThat(names(Listener.of("eve", "{\"roots\":{}}"), server)).containsExactly("files__read", "files__ask");
        assertThat(names(server)).containsExactly("files__read");
    }

    @Test
    void manyWhoAskShareOneReading() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        Upstream server = offering();
        files.on("prompts/list", (talk, request) -> {
            asked.countDown();
            Thread.ofVirtual().start(() -> {
                try {
                    mayAnswer.await();
                    talk.answer(request, JsonObject.of("{\"prompts\":[{\"name\":\"a\"}]}"));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> askers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                askers.add(threads.submit(() -> names(server)));
            }
            asked.await();
            mayAnswer.countDown();
            for (Future<List<String>> each : askers) {
                assertThat(each.get()).containsExactly("files__a");
            }
        }
        assertThat(reads("prompts/list")).isEqualTo(1);
    }

    @Test
    void whatAServerListedLastStaysWhileItIsDownAndItIsNotAskedAllTheTime() throws Exception {
        Upstream server = offering("read");
        names(server);
        down = true;
        files.talks().getFirst().die();

        assertThat(names(server)).containsExactly("files__read");
        down = false;
        prompts("read", "new");
        assertThat(names(server)).as("within the pause").containsExactly("files__read");
        now = now.plus(BOUNDS.failurePause());
        assertThat(names(server)).containsExactly("files__read", "files__new");
    }

    @Test
    void aServerThatDoesNotAnswerHoldsNobodyUpForLong() throws Exception {
        catalog = new Catalog(HASTY, () -> now);
        Upstream silent = offering();
        files.on("prompts/list", (_, _) -> {});
        notes.on("prompts/list", "{\"prompts\":[{\"name\":\"sum\"}]}");

        assertThat(names(silent, upstream("notes", notes))).containsExactly("notes__sum");
    }

    @Test
    void aSessionThatBeginsWhenNobodyListenedIsAReasonToReadAgain() throws Exception {
        Upstream server = offering("read");
        Listener bob = Listener.of("bob", "{\"roots\":{}}");
        names(bob, server);
        server.leave(bob);
        prompts("read", "new");
        assertThat(names(bob, server)).as("nobody has talked to it since").containsExactly("files__read");

        server.session(bob);
        assertThat(names(bob, server)).containsExactly("files__read", "files__new");
    }

    @Test
    void aServerThatIsConfiguredAnewIsAnotherOne() throws Exception {
        names(offering("read"));
        prompts("other");

        assertThat(names(offering("other"))).containsExactly("files__other");
    }

    @Test
    void serversAreInOrderAndAPageFollowsTheOther() throws Exception {
        Upstream server = offering();
        files.on(
                "prompts/list",
                (talk, request) -> talk.answer(
                        request,
                        JsonObject.of(
                                request.params().has("cursor")
                                        ? "{\"prompts\":[{\"name\":\"a\"}]}"
                                        : "{\"prompts\":[{\"name\":\"b\"}],\"nextCursor\":\"2\"}")));
        notes.on("prompts/list", "{\"prompts\":[{\"name\":\"z\"}]}");

        assertThat(names(server, upstream("notes", notes))).containsExactly("files__b", "files__a", "notes__z");
    }

    @Test
    void aListThatNeverEndsIsGivenUp() throws Exception {
        Upstream server = offering();
        files.on("prompts/list", "{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":\"1\"}");

        assertThat(names(server)).isEmpty();
        assertThat(reads("prompts/list")).isEqualTo(Discovery.PAGES_MAX);
    }

    @Test
    void anEntryIsFoundByItsPublicNameOrAddress() throws Exception {
        Upstream server = offering("read");
        files.on(
                        "initialize",
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"prompts\":{},\"resources\":{}}}")
                .on("resources/list", "{\"resources\":[{\"uri\":\"a:b\",\"name\":\"x\"}]}");
        List<Upstream> servers = List.of(server);

        assertThat(catalog.find(Kind.PROMPTS, "files__read", servers, ANN))
                .get()
                .satisfies(entry -> assertThat(entry.ownName()).isEqualTo("read"));
        assertThat(catalog.find(Kind.PROMPTS, "read", servers, ANN)).isEmpty();
        assertThat(catalog.find(Kind.PROMPTS, "files__write", servers, ANN)).isEmpty();
        assertThat(catalog.find(Kind.RESOURCES, "a:b", servers, ANN)).isPresent();
    }

    @Test
    void aToolsHintsAreToldByItsOwnName() throws Exception {
        Upstream server = offering();
        files.on(
                "tools/list",
                "{\"tools\":[{\"name\":\"r\",\"annotations\":{\"readOnlyHint\":true}},"
                        + "{\"name\":\"i\",\"annotations\":{\"idempotentHint\":true,\"readOnlyHint\":\"true\"}},{\"name\":\"n\"}]}");

        assertThat(catalog.hints(server, "r", ANN)).isEqualTo(new ToolHints(true, false));
        assertThat(catalog.hints(server, "i", ANN)).isEqualTo(new ToolHints(false, true));
        assertThat(catalog.hints(server, "n", ANN).repeatable()).isFalse();
        assertThat(catalog.hints(server, "unknown", ANN)).isEqualTo(ToolHints.NONE);
    }

    @Test
    void whoeverElseWantsToKnowHearsOfEachChange() throws Exception {
        List<String> heard = new ArrayList<>();
        catalog = new Catalog(BOUNDS, () -> now, new ChangeListener() {
            @Override
            public void changed(ServerName server, Capability part) {
                heard.add(server + " " + part);
            }

            @Override
            public void changed(ServerName server) {
                heard.add(server + " all");
            }
        });
        Upstream server = offering("read");
        names(server);
        assertThat(heard).as("it is there, and then opened").containsExactly("files all", "files all");
        heard.clear();
        for (String what : List.of("prompts/list_changed", "resources/updated", "resources/list_changed", "progress")) {
            files.talks()
                    .getFirst()
                    .listener()
                    .heard(Message.Notification.of("notifications/" + what, JsonObject.EMPTY));
        }
        files.talks().getFirst().die();

        assertThat(heard)
                .containsExactly("files PROMPTS", "files RESOURCES", "files RESOURCES", "files RESOURCES", "files all");
    }

    private Upstream offering(String... prompts) {
        if (prompts.length > 0) {
            prompts(prompts);
        }
        return upstream("files", files);
    }

    private void prompts(String... names) {
        files.on(
                "prompts/list",
                "{\"prompts\":["
                        + String.join(
                                ",",
                                List.of(names).stream()
                                        .map(name -> "{\"name\":\"" + name + "\"}")
                                        .toList())
                        + "]}");
    }

    private Upstream upstream(String name, MemoryServer memory) {
        ServerName server = new ServerName(name);
        Connector unlessDown = listener -> {
            if (down) {
                throw new ConnectFailed(new Loss(Loss.Cause.GONE, "down"));
            }
            return memory.connect(listener);
        };
        return new Upstream(
                server,
                catalog.hearing(server, unlessDown),
                new Upstream.Surroundings(() -> now, GatewayEvents.NONE, Duration.ofSeconds(5)));
    }

    private List<String> names(Upstream... servers) throws InterruptedException {
        return names(ANN, servers);
    }

    private List<String> names(Listener client, Upstream... servers) throws InterruptedException {
        return catalog.entries(Kind.PROMPTS, List.of(servers), client).stream()
                .map(entry -> entry.shown().string("name").orElse("?"))
                .toList();
    }

    private long reads(String method) {
        return files.talks().stream()
                .flatMap(talk -> talk.received().stream())
                .filter(message -> message instanceof Message.Request request
                        && request.method().equals(method))
                .count();
    }
}

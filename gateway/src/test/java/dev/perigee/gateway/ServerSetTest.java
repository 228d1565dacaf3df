package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.gateway.config.McpServersFile;
import dev.perigee.gateway.config.UpstreamConfig;
import dev.perigee.gateway.observe.Audience;
import dev.perigee.gateway.observe.Observation;
import dev.perigee.gateway.policy.NameFilter;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.upstream.Alarm;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.MemoryServer;
import dev.perigee.gateway.upstream.Places;
import dev.perigee.gateway.upstream.Rounds;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServerSetTest {
    private static final String A = "{'a':{'command':'x'}}";

    @TempDir
    Path directory;

    private final Map<String, MemoryServer> made = new HashMap<>();
    private final Upstreams upstreams = new Upstreams(Runnable::run);
    private final List<AtomicInteger> releases = new ArrayList<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void whatTheConfigurationSaysAndWhatCommandsBroughtDoNotTouchEachOther() throws Exception {
        ServerSet set = begun("{'own':{'command':'x'}}");
        set.configure(entries("{'a':{'command':'x'}}"));
        MemoryServer a = made("a");
        assertThat(set.desire(entries("{'b':{'command':'x'},'c':{'command':'x'}}"), Map.of(), NameFilter.ALL))
                .isEqualTo(new Change.Applied(names("b", "c"), names(), names(), names()));
        MemoryServer b = made("b");
        assertThat(set.desire(entries("{'b':{'command':'x'},'c':{'command':'y'}}"), Map.of(), NameFilter.ALL))
                .isEqualTo(new Change.Applied(names(), names("c"), names(), names("b")));
        set.configure(entries("{'d':{'command':'x'}}"));
        assertThat(made("b")).isSameAs(b);
        assertThat(b.talks()).singleElement().matches(talk -> !talk.isClosed());
        assertThat(a.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(set.source(name("b"))).isEqualTo("config");
        assertThat(file()).doesNotContain("\"b\"");
        for (Change refused : List.of(
                set.desire(entries("{'d':{'command':'x'}}"), Map.of(), NameFilter.ALL),
                set.desire(entries("{'own':{'command':'x'}}"), Map.of(), NameFilter.ALL),
                set.configure(entries("{'b':{'command':'x'}}")),
                set.kill(name("b")))) {
            assertThat(refused).isInstanceOf(Change.Refused.class);
        }
    }

    @Test
    void aServerThatStaysTheSameIsNotTouched() throws Exception {
        ServerSet set = begun();
        set.configure(entries("{'a':{'command':'x'},'b':{'command':'x'},'c':{'command':'x'}}"));
        MemoryServer a = made("a");
        MemoryServer b = made("b");
        MemoryServer c = made("c");

        assertThat(set.configure(entries("{'a':{'command':'x'},'b':{'command':'y'},'d':{'command':'x'}}")))
                .isEqualTo(new Change.Applied(names("d"), names("b"), names("c"), names("a")));
        assertThat(made("a")).isSameAs(a);
        assertThat(a.talks()).singleElement().matches(talk -> !talk.isClosed());
        assertThat(b.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(c.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(upstreams.all()).extracting(Upstream::name).containsExactly(name("a"), name("b"), name("d"));
    }

    @Test
    void allProblemsAreNamedAndNothingIsDone() throws Exception {
        ServerSet set = begun("{'own':{'command':'x'}}");
        set.configure(entries(A));
        MemoryServer a = made("a");

        Change refused = set.configure(entries(
                "{'a':{'command':'z'},'own':{'command':'x'},'odd':{'url':'ftp://h'},'broken':{'command':'fails'}}"));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Change.Refused.class,
                        change -> assertThat(change.problems())
                                .hasSize(3)
                                .anyMatch(problem ->
                                        problem.contains("server own") && problem.contains("own configuration"))
                                .anyMatch(problem -> problem.contains("ftp://h"))
                                .anyMatch(problem -> problem.contains("server broken: no such certificate")));
        assertThat(a.talks()).singleElement().matches(talk -> !talk.isClosed());
        assertThat(file()).doesNotContain("odd");
    }

    @Test
    void whatCommandsBroughtIsKeptForItsOwnerAndThereAgain() throws Exception {
        begun().configure(entries("{'a':{'command':'x','env':{'T':'v'}}}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");

        Upstreams next = new Upstreams(Runnable::run);
        begun(next, "{'own':{'command':'x'}}");
        assertThat(next.all()).extracting(Upstream::name).containsExactly(name("a"), name("own"));
    }

    @Test
    void aChangeThatCannotBeKeptIsNotMade() throws Exception {
        ServerSet set = begun();
        Files.createDirectories(path().resolveSibling("servers.json.new").resolve("in-the-way"));

        assertThat(set.configure(entries(A))).isInstanceOf(Change.Refused.class);
        assertThat(upstreams.all()).isEmpty();
    }

    @Test
    void whatClashesWithTheOwnConfigurationAtAStartIsLeftOut() throws Exception {
        begun().configure(entries("{'a':{'command':'x'},'b':{'command':'x'}}"));

        Upstreams next = new Upstreams(Runnable::run);
        ServerSet set = begun(next, "{'a':{'command':'other'}}");
        assertThat(next.all()).hasSize(2);
        assertThat(set.source(name("a"))).isEqualTo("file");
        assertThat(set.source(name("b"))).isEqualTo("command");
    }

    @Test
    void whatWasLeftOutAtTheStartIsKeptAndHoldsUpNoCommandAboutAnotherServer() throws Exception {
        begun().configure(entries("{'a':{'command':'x'},'b':{'command':'x'}}"));
        Upstreams next = new Upstreams(Runnable::run);
        ServerSet set = begun(next, "{'a':{'command':'other'}}");

        assertThat(set.spawn("c", Objects.requireNonNull(entries(A).get("a"))))
                .isEqualTo(new Change.Applied(names("c"), List.of(), List.of(), names("b")));
        assertThat(set.kill(name("b"))).isEqualTo(new Change.Applied(List.of(), List.of(), names("b"), names("c")));
        assertThat(file()).contains("\"a\"");
        assertThat(set.spawn("a", Objects.requireNonNull(entries(A).get("a")))).isInstanceOf(Change.Refused.class);
        assertThat(set.configure(entries(A))).isInstanceOf(Change.Refused.class);
    }

    @Test
    void onlyWhatACommandBroughtIsKilled() throws Exception {
        ServerSet set = begun("{'own':{'command':'x'}}");
        set.spawn("a", Objects.requireNonNull(entries(A).get("a")));

        assertThat(set.kill(name("own"))).isInstanceOf(Change.Refused.class);
        assertThat(set.kill(name("nobody"))).isEqualTo(new Change.NotFound("nobody"));
        assertThat(set.kill(name("a"))).isEqualTo(new Change.Applied(List.of(), List.of(), names("a"), List.of()));
        assertThat(made("a").talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(file()).doesNotContain("\"a\"");
    }

    @Test
    @Timeout(30)
    void closingDoesNotWaitForAChangeBeforeItEndsTheOtherServers() throws Exception {
        ServerSet set = begun();
        set.configure(entries("{'a':{'command':'slow-to-end'},'b':{'command':'x'}}"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Change> killing = threads.submit(() -> set.kill(name("a")));
            ending.await();

            Future<?> closing = threads.submit(set::close);
            MemoryServer.Talk other = made("b").talks().getFirst();
            while (!other.isClosed()) {
                Thread.onSpinWait();
            }
            assertThat(killing).isNotDone();
            ended.countDown();
            assertThat(killing).succeedsWithin(Duration.ofSeconds(10));
            assertThat(closing).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            ended.countDown();
        }
        assertThat(set.configure(Map.of())).isInstanceOf(Change.Refused.class);
    }

    @Test
    void aFileThatIsNoneStopsTheStart() throws Exception {
        Files.writeString(path(), "{");

        assertThatExceptionOfType(BadValue.class).isThrownBy(this::begun).withMessageContaining("servers.json");
    }

    @Test
    void whatIsNotAllowedIsNotRunWhereverItIsFromAndWhatStaysAllowedIsNotTouched() throws Exception {
        ServerSet set = begun("{'own':{'command':'x'},'files':{'command':'x'}}");
        set.configure(entries(A));
        MemoryServer files = made("files");
        MemoryServer own = made("own");
        NameFilter narrow = new NameFilter(null, List.of("own", "a", "b*"));

        assertThat(set.desire(entries("{'b':{'command':'x'},'c':{'command':'x'}}"), Map.of(), narrow))
                .isEqualTo(new Change.Applied(names("b", "c"), names(), names(), names()));

        assertThat(upstreams.all()).extracting(Upstream::name).containsExactlyElementsOf(names("c", "files"));
        assertThat(made("files")).isSameAs(files);
        assertThat(set.source(name("b"))).isEqualTo("config");
        assertThat(set.configure(entries("{'a':{'command':'x'},'b2':{'command':'x'}}")))
                .isInstanceOfSatisfying(
                        Change.Refused.class,
                        refused -> assertThat(refused.problems())
                                .singleElement()
                                .asString()
                                .contains("server b2", "gateway.denyServers"));

        set.desire(entries("{'b':{'command':'x'},'c':{'command':'x'}}"), Map.of(), NameFilter.ALL);
        assertThat(upstreams.all())
                .extracting(Upstream::name)
                .containsExactlyElementsOf(names("a", "b", "c", "files", "own"));
        assertThat(made("files")).isSameAs(files);
        assertThat(made("own")).isNotSameAs(own);

        set.desire(entries("{'b':{'command':'y'}}"), Map.of(), narrow);
        set.close();
        assertThat(releases).as("each that was made is released once").allMatch(times -> times.get() == 1);
    }

    @Test
    void whenTheServersAreRefusedWhatIsAllowedStaysAsItWas() throws Exception {
        ServerSet set = begun("{'own':{'command':'x'}}");
        NameFilter none = new NameFilter(List.of(), List.of());
        assertThat(set.desire(entries("{'b':{'command':'fails'}}"), Map.of(), none))
                .isInstanceOf(Change.Refused.class);
        assertThat(upstreams.find(name("own"))).isPresent();
        assertThat(set.desire(Map.of(), Map.of(), none)).isInstanceOf(Change.Applied.class);
        assertThat(upstreams.all()).isEmpty();
        assertThat(set.kill(name("own"))).isInstanceOf(Change.Refused.class);
    }

    private ServerSet begun() throws IOException {
        return begun("{}");
    }

    private ServerSet begun(String own) throws IOException {
        return begun(upstreams, own);
    }

    private ServerSet begun(Upstreams all, String own) throws IOException {
        Upstream.Surroundings around = new Upstream.Surroundings(
                InstantSource.system(),
                GatewayEvents.NONE,
                Duration.ofSeconds(5),
                Upstream.IDLE_MAX,
                Alarm.NEVER,
                Runnable::run,
                new Places(50));
        ServerSet set = new ServerSet(
                new ServersFile(path()),
                config -> make(config, around),
                all,
                new Rounds(all, around),
                new Observation(all, around.clock(), Audience.NONE, () -> true));
        String json = "{\"mcpServers\":" + own.replace('\'', '"') + "}";
        set.begin(McpServersFile.parse(json.getBytes(StandardCharsets.UTF_8)).servers(), NameFilter.ALL);
        return set;
    }

    private Assembly.Made make(UpstreamConfig config, Upstream.Surroundings around) throws IOException {
        if (config instanceof UpstreamConfig.Stdio stdio && stdio.program().equals("fails")) {
            throw new IOException("no such certificate");
        }
        MemoryServer server = new MemoryServer("{}");
        made.put(config.name().value(), server);
        return new Assembly.Made(
                config,
                new Upstream(
                        config.name(),
                        new Upstream.Traits(server, Transport.STDIO, Redaction.NONE, null, _ -> {}, null),
                        around),
                null,
                config instanceof UpstreamConfig.Stdio stdio && stdio.program().equals("slow-to-end")
                        ? this::endSlowly
                        : releases()::incrementAndGet);
    }

    private AtomicInteger releases() {
        AtomicInteger times = new AtomicInteger();
        releases.add(times);
        return times;
    }

    private void endSlowly() {
        ending.countDown();
        try {
            ended.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private MemoryServer made(String name) {
        return Objects.requireNonNull(made.get(name));
    }

    private Path path() {
        return directory.resolve("servers.json");
    }

    private String file() throws IOException {
        return Files.readString(path());
    }

    private static Map<String, JsonNode> entries(String json) {
        Map<String, JsonNode> entries = new HashMap<>();
        JsonMapper.shared()
                .readTree(json.replace('\'', '"'))
                .properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }

    private static ServerName name(String name) {
        return new ServerName(name);
    }

    private static List<ServerName> names(String... names) {
        return Stream.of(names).map(ServerName::new).toList();
    }
}

package dev.perigee.gateway.answers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AnswersTest {
    private static final ServerName SERVER = new ServerName("s");
    private static final Duration WAIT_MAX = Duration.ofSeconds(20);
    private static final Asker ANN = asker("ann", "{}");

    private Instant now = Instant.parse("2026-07-28T00:00:00Z");
    private final Answers answers = new Answers(Answers.Bounds.DEFAULT, () -> now);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aResultIsKeptAsLongAsItSaysAndNotLonger() throws Exception {
        assertThat(get(ANN, "{\"ttlMs\":1000}")).isEqualTo("{\"ttlMs\":1000}");
        now = now.plusMillis(999);
        assertThat(get(ANN, "{\"new\":1}")).isEqualTo("{\"ttlMs\":1}");
        now = now.plusMillis(1);

        assertThat(get(ANN, "{\"new\":2}")).isEqualTo("{\"new\":2}");
        assertThat(get(ANN, "{\"new\":3}")).isEqualTo("{\"new\":3}");
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"ttlMs\":0}", "{\"ttlMs\":-5}", "{\"ttlMs\":\"9\"}", "{\"ttlMs\":1e9}"})
    void withoutATimeNothingIsKept(String result) throws Exception {
        get(ANN, result);
        get(ANN, result);

        assertThat(asked).hasValue(2);
    }

    @Test
    void onlyWhatIsPublicGoesToAnotherCallerAndOnlyOneThatCanDoTheSame() throws Exception {
        get(ANN, "{\"ttlMs\":1000,\"of\":\"ann\"}");
        assertThat(get(asker("bob", "{}"), "{\"of\":\"bob\"}")).isEqualTo("{\"of\":\"bob\"}");

        answers.changed(SERVER);
        String open = "{\"ttlMs\":1000,\"cacheScope\":\"public\"}";
        get(ANN, open);
        assertThat(get(asker("bob", "{}"), "{\"of\":\"bob\"}")).isEqualTo(open);
        assertThat(get(asker("bob", "{\"roots\":{}}"), "{\"of\":\"bob\"}")).isEqualTo("{\"of\":\"bob\"}");
    }

    @Test
    void whatChangesIsForgottenAndNothingElse() throws Exception {
        get(ANN, "{\"ttlMs\":1000}");
        answers.changed(SERVER, Capability.PROMPTS);
        answers.changed(new ServerName("other"));
        get(ANN, "{}");
        assertThat(asked).hasValue(1);

        answers.changed(SERVER, Capability.RESOURCES);
        get(ANN, "{\"ttlMs\":1000}");
        assertThat(asked).hasValue(2);

        answers.changed(SERVER);
        get(ANN, "{}");
        assertThat(asked).hasValue(3);
    }

    @Test
    void anAnswerFromBeforeAChangeIsNotKeptAfterIt() throws Exception {
        Answers.Claim.Ask ask = (Answers.Claim.Ask) answers.claim(question(ANN));
        answers.changed(SERVER, Capability.RESOURCES);
        ask.asking().answered(JsonObject.of("{\"ttlMs\":1000}"));

        assertThat(answers.claim(question(ANN))).isInstanceOf(Answers.Claim.Ask.class);
    }

    @Test
    void whoAsksTheSameAtTheSameTimeWaitsForOneAnswer() throws Exception {
        JsonObject result = JsonObject.of("{}");
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch asking = new CountDownLatch(1);
            Future<Optional<JsonObject>> first = threads.submit(() -> answers.get(question(ANN), WAIT_MAX, () -> {
                asked.incrementAndGet();
                asking.countDown();
                mayAnswer.await();
                return Optional.of(result);
            }));
            asking.await();
            List<Future<Optional<JsonObject>>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Pending pending = ((Answers.Claim.Wait) answers.claim(question(ANN))).answer();
                others.add(threads.submit(() -> pending.await(WAIT_MAX)));
            }
            assertThat(answers.claim(question(asker("bob", "{}")))).isInstanceOf(Answers.Claim.Ask.class);
            mayAnswer.countDown();

            assertThat(first.get()).contains(result);
            for (Future<Optional<JsonObject>> each : others) {
                assertThat(each.get()).contains(result);
            }
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whenTheOneWhoAskedHasNoAnswerTheOthersAsk() throws Exception {
        Answers.Claim.Ask first = (Answers.Claim.Ask) answers.claim(question(ANN));
        Pending pending = ((Answers.Claim.Wait) answers.claim(question(ANN))).answer();
        first.asking().close();

        assertThat(pending.await(WAIT_MAX)).isEmpty();
        assertThat(answers.claim(question(ANN))).isInstanceOf(Answers.Claim.Ask.class);
    }

    @Test
    void aResultThatAsksForInputIsNobodyElsesAndNotKept() throws Exception {
        Answers.Claim.Ask first = (Answers.Claim.Ask) answers.claim(question(ANN));
        Pending pending = ((Answers.Claim.Wait) answers.claim(question(ANN))).answer();
        first.asking().answered(JsonObject.of("{\"resultType\":\"input_required\",\"ttlMs\":1000}"));

        assertThat(pending.await(WAIT_MAX)).isEmpty();
        assertThat(answers.claim(question(ANN))).isInstanceOf(Answers.Claim.Ask.class);
    }

    @Test
    void theOrderOfMembersAndWhatIsAboutTheRequestMakeNoDifference() {
        assertThat(question("resources/read", "{\"a\":{\"y\":1,\"x\":[1,{\"d\":1,\"c\":2}]},\"_meta\":{\"t\":1}}"))
                .isEqualTo(question("resources/read", "{ \"a\": {\"x\":[1,{\"c\":2,\"d\":1}], \"y\":1} }"))
                .isNotEqualTo(question("resources/read", "{\"a\":{\"y\":1,\"x\":[{\"d\":1,\"c\":2},1]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/list|{}|false|true",
                "resources/read|{\"uri\":\"a:b\"}|false|true",
                "resources/read|{\"uri\":\"a:b\",\"inputResponses\":{}}|false|false",
                "resources/read|{\"uri\":\"a:b\",\"requestState\":\"x\"}|false|false",
                "tools/call|{\"name\":\"x\"}|false|false",
                "tools/call|{\"name\":\"x\"}|true|true",
                "resources/subscribe|{\"uri\":\"a:b\"}|false|false",
                "logging/setLevel|{}|false|false",
                "tasks/get|{}|true|false",
            })
    void onlyWhatChangesNothingMayServeAgain(String method, String params, boolean readOnly, boolean serves) {
        assertThat(Question.of(SERVER, method, JsonObject.of(params), ANN, readOnly)
                        .isPresent())
                .isEqualTo(serves);
    }

    @Test
    void aCallOfAToolIsNeverWaitedForButKeptIfItSaysSo() {
        Question call = Question.of(SERVER, "tools/call", JsonObject.of("{\"name\":\"x\"}"), ANN, true)
                .orElseThrow();
        Answers.Claim.Ask first = (Answers.Claim.Ask) answers.claim(call);
        assertThat(answers.claim(call)).isInstanceOf(Answers.Claim.Ask.class);
        first.asking().answered(JsonObject.of("{\"ttlMs\":5}"));

        assertThat(answers.claim(call)).isInstanceOf(Answers.Claim.Known.class);
    }

    @Test
    void onlySoManyAnswersAndBytesAreKept() throws Exception {
        Answers few = new Answers(new Answers.Bounds(4, 4_000, 2_000), () -> now);
        String large = "{\"ttlMs\":1000,\"x\":\"" + "x".repeat(2_000) + "\"}";
        for (int i = 0; i < 50; i++) {
            keep(few, i, "{\"ttlMs\":1000}");
        }
        keep(few, 50, large);

        long kept = 0;
        for (int i = 0; i <= 50; i++) {
            kept += few.claim(numbered(i)) instanceof Answers.Claim.Known ? 1 : 0;
        }
        assertThat(kept).isBetween(1L, 4L);
        assertThat(few.claim(numbered(50))).isNotInstanceOf(Answers.Claim.Known.class);
    }

    @Test
    void twoThatDifferNeverSeeEachOthersAnswersWhateverHappens() throws Exception {
        List<Asker> askers = new ArrayList<>();
        for (String caller : List.of("a", "b", "ab", "")) {
            for (String rights : List.of("", "b", "r")) {
                for (String capabilities : List.of("{}", "{\"roots\":{}}")) {
                    askers.add(new Asker(caller, rights, JsonObject.of(capabilities), ""));
                    askers.add(new Asker(caller, rights, JsonObject.of(capabilities), "own"));
                }
            }
        }
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Answers any = new Answers(Answers.Bounds.DEFAULT, () -> now);
            for (int step = 0; step < 200; step++) {
                Asker asker = askers.get(random.nextInt(askers.size()));
                Question question = Question.of(
                                SERVER,
                                "resources/read",
                                JsonObject.of("{\"uri\":\"" + random.nextInt(3) + "\"}"),
                                asker,
                                false)
                        .orElseThrow();
                boolean open = random.nextInt(10) == 0;
                String own = "{\"ttlMs\":" + random.nextInt(3) * 10 + ",\"by\":" + askers.indexOf(asker) + ",\"uri\":"
                        + question.params().replaceAll("\\D", "")
                        + (open ? ",\"cacheScope\":\"public\"" : "") + "}";
                JsonObject seen = any.get(question, WAIT_MAX, () -> Optional.of(JsonObject.of(own)))
                        .orElseThrow();
                Asker by = askers.get(
                        Integer.parseInt(new String(seen.value("by").orElseThrow(), StandardCharsets.UTF_8)));

                assertThat(by.capabilities().toString())
                        .as("seed %s", seed)
                        .isEqualTo(asker.capabilities().toString());
                if (!seen.has("cacheScope")) {
                    assertThat(by).as("seed %s", seed).isEqualTo(asker);
                }
                now = now.plusMillis(random.nextInt(10));
            }
        }
    }

    private String get(Asker asker, String result) throws InterruptedException {
        return answers.get(question(asker), WAIT_MAX, () -> {
                    asked.incrementAndGet();
                    return Optional.of(JsonObject.of(result));
                })
                .orElseThrow()
                .toString();
    }

    private static void keep(Answers in, int number, String result) throws InterruptedException {
        in.get(numbered(number), WAIT_MAX, () -> Optional.of(JsonObject.of(result)));
    }

    private static Question numbered(int number) {
        return question("resources/read", "{\"uri\":\"" + number + "\"}");
    }

    private static Question question(Asker asker) {
        return Question.of(SERVER, "resources/read", JsonObject.of("{\"uri\":\"a:b\"}"), asker, false)
                .orElseThrow();
    }

    private static Question question(String method, String params) {
        return Question.of(SERVER, method, JsonObject.of(params), ANN, false).orElseThrow();
    }

    private static Asker asker(String caller, String capabilities) {
        return new Asker(caller, "", JsonObject.of(capabilities), "");
    }
}

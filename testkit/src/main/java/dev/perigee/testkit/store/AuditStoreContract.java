package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.audit.AuditFilter;
import dev.perigee.control.audit.AuditLog;
import dev.perigee.control.audit.AuditStore;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.AuditVerification;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What the audit may rely on, whichever store keeps it. A subclass gives an empty one to each test.
public abstract class AuditStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SigningKey key = SigningKey.create(new SplittableRandom(7));
    private final ManualClock clock = new ManualClock(NOW);

    protected abstract AuditStore store();

    @Test
    void aChainHoldsOverEntriesAndCheckpoints() throws Exception {
        AuditLog log = log();
        log.record(deed("a"));
        log.record(new Deed("key:\u00e9", AuditAct.DENIED, "b", Map.of("why", "not \"yours\"")));
        log.seal();
        log.seal();
        log.record(deed("c"));
        assertThat(kinds(store().after(0, 10))).containsExactly("1", "2", "seal", "3");
        assertThat(verify(store().after(0, 10))).isEqualTo(new AuditVerification.Summary(3, store().head(), 2, 1, 0));
        assertThat(kinds(store().after(0, 2))).containsExactly("1", "2", "seal");
        assertThat(kinds(store().after(2, 2))).containsExactly("3");
        assertThat(store().after(3, 2)).isEmpty();
    }

    @Test
    void whereACallCameFromIsPartOfTheChain() throws Exception {
        AuditLog log = log();
        log.record(deed("a").from("192.0.2.7"));
        log.record(deed("b"));
        log.seal();
        assertThat(verify(store().after(0, 10)).sealed()).isEqualTo(2);
        assertThat(store().newest(AuditFilter.ALL, 2).stream()
                        .map(text -> Json.WIRE.read(text, AuditEntry.class).address()))
                .containsExactly(null, "192.0.2.7");
    }

    @Test
    void noNumberIsGivenTwiceHoweverManyActAtOnce() throws Exception {
        AuditLog log = log();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String subject = "s" + i;
                all.add(threads.submit(() -> log.record(deed(subject))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        log.seal();
        assertThat(verify(store().after(0, 1_000)).sealed()).isEqualTo(200);
        assertThat(store().head().number()).isEqualTo(200);
    }

    @Test
    void theNewestAreFoundByWhatTheyAreAbout() {
        AuditLog log = log();
        log.record(deed("a"));
        log.record(new Deed("key:x", AuditAct.DENIED, "a"));
        log.record(deed("b"));
        assertThat(numbers(AuditFilter.ALL, 2)).containsExactly(3L, 2L);
        assertThat(numbers(new AuditFilter(AuditAct.DENIED, null, null), 9)).containsExactly(2L);
        assertThat(numbers(new AuditFilter(null, "operator", null), 9)).containsExactly(3L, 1L);
        assertThat(numbers(new AuditFilter(null, null, "a"), 9)).containsExactly(2L, 1L);
    }

    @Test
    void whatIsOldIsRemovedUpToACheckpointFromWhichTheRestFollows() throws Exception {
        AuditLog log = log();
        IntStream.range(0, 3).forEach(i -> log.record(deed("old" + i)));
        log.seal();
        log.record(deed("old, and behind the checkpoint"));
        clock.advance(Duration.ofDays(2));
        log.record(deed("new"));
        log.seal();
        assertThat(store().prune(clock.instant().minus(Duration.ofDays(1)), 100))
                .isEqualTo(3);
        assertThat(kinds(store().after(0, 10))).containsExactly("seal", "4", "5", "seal");
        assertThat(verify(store().after(0, 10)).entries()).isEqualTo(2);
        assertThat(store().prune(clock.instant().minus(Duration.ofDays(1)), 100))
                .isZero();
    }

    @Test
    void theChainGoesOnWhenAllOfItWasRemoved() throws Exception {
        AuditLog log = log();
        log.record(deed("a"));
        log.seal();
        clock.advance(Duration.ofDays(2));
        assertThat(store().prune(clock.instant(), 100)).isEqualTo(1);
        log.record(deed("b"));
        log.seal();
        assertThat(kinds(store().after(0, 10))).containsExactly("seal", "2", "seal");
        assertThat(verify(store().after(0, 10)).sealed()).isEqualTo(2);
    }

    private AuditLog log() {
        return new AuditLog(store(), clock, text -> Signed.seal(Purpose.AUDIT, text, key));
    }

    private AuditVerification.Summary verify(List<AuditLine> lines) {
        AuditVerification verification = new AuditVerification(store().chain(), KeyChain.of(key.verification()));
        for (AuditLine line : lines) {
            assertThat(verification.take(line)).isNull();
        }
        return verification.summary();
    }

    private static List<String> kinds(List<AuditLine> lines) {
        return lines.stream()
                .map(line -> switch (line) {
                    case AuditLine.Entry entry -> String.valueOf(number(entry.entry()));
                    case AuditLine.Seal _ -> "seal";
                })
                .toList();
    }

    private LongStream numbered(AuditFilter filter, int limit) {
        return store().newest(filter, limit).stream().mapToLong(AuditStoreContract::number);
    }

    private List<Long> numbers(AuditFilter filter, int limit) {
        return numbered(filter, limit).boxed().toList();
    }

    private static long number(String text) {
        return Json.WIRE.read(text, AuditEntry.class).number();
    }

    private static Deed deed(String subject) {
        return new Deed("operator", AuditAct.COMMAND_SUBMITTED, subject);
    }
}

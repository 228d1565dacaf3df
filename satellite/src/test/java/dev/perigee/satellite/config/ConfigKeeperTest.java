package dev.perigee.satellite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.event.ConfigEvent;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.ConfigHints;
import dev.perigee.satellite.link.ConfigSource;
import dev.perigee.satellite.link.LinkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigKeeperTest {
    private static final ConfigDocument ONE = document("one");
    private static final ConfigDocument TWO = document("two");

    @TempDir
    private Path directory;

    private final Control control = new Control();
    private final Target target = new Target();
    private final List<ConfigEvent> news = new ArrayList<>();
    private long nanos;
    private ConfigKeeper keeper;

    @BeforeEach
    void start() throws Exception {
        keeper = begun();
    }

    @Test
    void whatIsWellIsKeptAndReported() throws Exception {
        control.wants(3, ONE);
        keeper.step();
        assertThat(target.current).isEqualTo(ONE);
        assertThat(control.reports).containsExactly(ConfigReport.applied(3, ONE.hash()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("config.json"))))
                .isEqualTo("rw-------");
        begun();
        assertThat(target.current).isEqualTo(ONE);
    }

    @Test
    void whatIsNotWellIsTakenBackAndNotTriedAgainButSaidAgain() throws Exception {
        control.wants(3, ONE);
        keeper.step();
        target.illness = "server two is error: no such module";
        control.wants(4, TWO);
        keeper.step();
        target.illness = "";
        keeper.step();
        assertThat(target.current).isEqualTo(ONE);
        ConfigReport refused = new ConfigReport(3, ONE.hash(), TWO.hash(), "server two is error: no such module");
        assertThat(control.reports).containsExactly(ConfigReport.applied(3, ONE.hash()), refused, refused);
    }

    @Test
    void whatCannotBeAppliedChangesNothing() throws Exception {
        target.objection = "server one: expected another name";
        control.wants(3, ONE);
        keeper.step();
        assertThat(target.current).isEqualTo(ConfigDocument.EMPTY);
        assertThat(control.reports.getLast().error()).isEqualTo("server one: expected another name");
    }

    @Test
    void whatIsNotSoundIsNotTried() throws Exception {
        control.wants(3, ConfigDocument.parse("{\"mcpServers\":{\"a\":{}},\"colour\":{}}"));
        keeper.step();
        assertThat(target.applied).containsExactly(ConfigDocument.EMPTY);
        assertThat(control.reports.getLast().error()).contains("/colour").contains("/mcpServers/a");
    }

    @Test
    void whatIsSecretIsKeptForTheNextLifeAndNotInWhatIsReported() throws Exception {
        control.wants(3, ONE, "secret:token@1", "correct horse");
        keeper.step();
        begun();
        assertThat(target.secrets).containsExactly(Map.entry("secret:token@1", "correct horse"));
        target.illness = "it said: no battery staple, no correct horse";
        control.wants(4, TWO, "secret:token@2", "battery staple");
        keeper.step();
        assertThat(control.reports.getLast().error()).isEqualTo("it said: no ***, no ***");
        assertThat(target.secrets).containsKey("secret:token@1");
    }

    @Test
    void whoAsksNowHearsWhatCameOfItAndWhatWasRefusedIsTriedAgain() throws Exception {
        control.wants(3, ONE);
        assertThat(keeper.now())
                .isEqualTo(
                        new Refresh.Outcome.Has(3, new ServersChange(List.of("one"), List.of(), List.of(), List.of())));
        target.illness = "server two is error";
        control.wants(4, TWO);
        assertThat(keeper.now()).isEqualTo(new Refresh.Outcome.Refused(3, "server two is error"));
        target.illness = "";
        assertThat(keeper.now())
                .isEqualTo(new Refresh.Outcome.Has(
                        4, new ServersChange(List.of("two"), List.of(), List.of("one"), List.of())));
    }

    @Test
    void anOlderRevisionIsRefused() throws Exception {
        control.wants(3, ONE);
        keeper.step();
        control.wants(2, TWO);
        keeper.step();
        assertThat(target.current).isEqualTo(ONE);
        assertThat(control.reports.getLast().error()).contains("revision 2 is older than 3");
    }

    @Test
    void whatWasRefusedIsForgottenWhenItIsNotWantedAnyMore() throws Exception {
        target.illness = "ill";
        control.wants(3, ONE);
        keeper.step();
        control.wants(4, ConfigDocument.EMPTY);
        keeper.step();
        assertThat(control.reports.getLast()).isEqualTo(ConfigReport.applied(0, ConfigDocument.EMPTY.hash()));
    }

    @Test
    void aReportThatWasLostIsSaidAgain() throws Exception {
        control.wants(3, ONE);
        control.losesReports = true;
        assertThatThrownBy(() -> keeper.step()).isInstanceOf(LinkException.class);
        control.losesReports = false;
        keeper.step();
        assertThat(control.reports).containsExactly(ConfigReport.applied(3, ONE.hash()));
    }

    @Test
    void aCrashAtAnyStepLeavesTheOldOrTheNewAndTheNextLifeEndsWithTheNew() throws Exception {
        control.wants(3, ONE);
        keeper.step();
        control.wants(4, TWO);
        for (int step = 0; step < 4; step++) {
            int crash = step;
            Files.writeString(directory.resolve("config.json"), kept(3, ONE));
            ConfigKeeper dying = begun();
            target.crashIn(crash);
            control.losesReports = crash == 2;
            try {
                dying.step();
            } catch (Crash | LinkException _) {
                // The end of that life.
            }
            target.crashIn(Integer.MAX_VALUE);
            control.losesReports = false;
            ConfigKeeper next = begun();
            assertThat(target.current).as("after a crash at step " + crash).isIn(ONE, TWO);
            next.step();
            assertThat(target.current).isEqualTo(TWO);
            assertThat(control.reports.getLast()).isEqualTo(ConfigReport.applied(4, TWO.hash()));
        }
    }

    @Test
    void whatBecomesOfItIsToldWithWhatItCostAndForWhom() throws Exception {
        ConfigDocument teams = ConfigDocument.parse("{\"mcpServers\":{\"a\":{\"command\":\"x\",\"team\":\"blue\"},"
                + "\"b\":{\"command\":\"x\",\"team\":\"blue\"},\"c\":{\"command\":\"x\"}}}");
        control.takes = Duration.ofMillis(7);
        control.wants(3, teams);
        keeper.step();
        keeper.step();
        assertThat(news).containsExactly(new ConfigEvent.Refreshed(teams.hash().substring(0, 12), 3, 1, true, 7L));
        assertThat(keeper.now()).isInstanceOf(Refresh.Outcome.Has.class);
        assertThat(news).last().isEqualTo(new ConfigEvent.Refreshed(teams.hash().substring(0, 12), 3, 1, false, 7L));
    }

    @Test
    void whatIsRefusedIsToldWithItsReasonAndWithoutSecrets() throws Exception {
        target.illness = "it said: correct horse";
        control.wants(3, ONE, "secret:token@1", "correct horse");
        keeper.step();
        keeper.step();
        assertThat(news)
                .filteredOn(ConfigEvent.Failed.class::isInstance)
                .containsExactly(new ConfigEvent.Failed("refused", "it said: ***", null, null));
    }

    @Test
    void thatItCannotBeHadIsToldOnceForEachReason() throws Exception {
        CountDownLatch failed = new CountDownLatch(3);
        control.failure = () -> {
            failed.countDown();
            return "no route to control plane";
        };
        Thread keeping = Thread.ofVirtual().start(keeper);
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        keeping.interrupt();
        assertThat(keeping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(news).containsExactly(new ConfigEvent.Failed("unreachable", "no route to control plane", null, 0L));
        control.failure = null;
        keeper.step();
        assertThat(news).last().isInstanceOf(ConfigEvent.Refreshed.class);
    }

    @Test
    void aReportThatCannotBeMadeIsNotToldWithEachTry() throws Exception {
        CountDownLatch tried = new CountDownLatch(3);
        control.failure = () -> {
            tried.countDown();
            return "";
        };
        control.losesReports = true;
        control.wants(3, ONE);
        Thread keeping = Thread.ofVirtual().start(keeper);
        assertThat(tried.await(10, TimeUnit.SECONDS)).isTrue();
        keeping.interrupt();
        assertThat(keeping.join(Duration.ofSeconds(10))).isTrue();
        assertThat(news)
                .filteredOn(ConfigEvent.Failed.class::isInstance)
                .containsExactly(new ConfigEvent.Failed("unreachable", "lost", null, 0L));
    }

    private ConfigKeeper begun() throws Exception {
        ConfigKeeper begun = new ConfigKeeper(
                control,
                new ConfigHints(),
                new ConfigFile(directory.resolve("config.json")),
                target,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)),
                new ConfigKeeper.News(news::add, () -> nanos));
        begun.begin();
        return begun;
    }

    private static String kept(long revision, ConfigDocument document) {
        return "{\"revision\":" + revision + ",\"document\":" + document.text() + "}";
    }

    private static ConfigDocument document(String server) {
        return ConfigDocument.parse("{\"mcpServers\":{\"" + server + "\":{\"command\":\"x\"}}}");
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final class Control implements ConfigSource {
        private final List<ConfigReport> reports = new ArrayList<>();
        private ConfigDelivery wanted = new ConfigDelivery(new SatelliteId("s"), 0, ConfigDocument.EMPTY);
        private boolean losesReports;
        private Duration takes = Duration.ZERO;
        private @Nullable Supplier<String> failure;

        void wants(long revision, ConfigDocument document, String pin, String secret) {
            wanted = new ConfigDelivery(new SatelliteId("s"), revision, document, new TreeMap<>(Map.of(pin, secret)));
        }

        void wants(long revision, ConfigDocument document) {
            wanted = new ConfigDelivery(new SatelliteId("s"), revision, document);
        }

        @Override
        public Optional<ConfigDelivery> fetch(long revision, String hash) throws LinkException {
            Supplier<String> why = failure;
            String reason = why == null ? "" : why.get();
            if (!reason.isEmpty()) {
                throw new LinkException(reason);
            }
            nanos += takes.toNanos();
            return wanted.document().hash().equals(hash) ? Optional.empty() : Optional.of(wanted);
        }

        @Override
        public void report(ConfigReport report) throws LinkException {
            if (losesReports) {
                throw new LinkException("lost");
            }
            reports.add(report);
        }
    }

    /// Takes everything, unless it was told why not.
    private static final class Target implements ConfigTarget {
        private final List<ConfigDocument> applied = new ArrayList<>();
        private ConfigDocument current = ConfigDocument.EMPTY;
        private SortedMap<String, String> secrets = new TreeMap<>();
        private String objection = "";
        private String illness = "";
        private int stepsToCrash = Integer.MAX_VALUE;

        void crashIn(int steps) {
            stepsToCrash = steps;
        }

        @Override
        public Optional<String> apply(ConfigDocument document, SortedMap<String, String> secrets) {
            step();
            applied.add(document);
            if (!objection.isEmpty()) {
                return Optional.of(objection);
            }
            current = document;
            this.secrets = secrets;
            return Optional.empty();
        }

        @Override
        public Optional<String> settle() {
            step();
            return illness.isEmpty() ? Optional.empty() : Optional.of(illness);
        }

        private void step() {
            if (stepsToCrash-- <= 0) {
                throw new Crash();
            }
        }
    }
}

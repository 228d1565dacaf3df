package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.KeptLayers;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.control.config.StagedRevision;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What `ConfigDesk` may rely on, whichever store keeps the layers. A subclass gives an empty one to each test.
public abstract class ConfigStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ConfigScope GLOBAL = ConfigScope.parse("global");
    private static final ConfigScope WEB = ConfigScope.parse("labels:tier=web");

    protected abstract ConfigStore store();

    @Test
    void aRevisionIsKeptAsItIsUnderAGrowingNumber() {
        LayerRevision first = kept(store().put(draft(GLOBAL, "echo", "why"), 0));
        LayerRevision other = kept(store().put(draft(WEB, "ls", null), 0));
        LayerRevision second = kept(store().put(draft(GLOBAL, "tar", null), first.number()));
        assertThat(first).isEqualTo(draft(GLOBAL, "echo", "why").numbered(first.number()));
        assertThat(first.number()).isPositive().isLessThan(other.number());
        assertThat(other.number()).isLessThan(second.number());
        assertThat(store().layers().newest()).containsExactly(other, second);
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 10)).containsExactly(second, first);
        assertThat(store().history(GLOBAL, first.number(), 10)).containsExactly(first);
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 1)).containsExactly(second);
    }

    @Test
    void whoExpectsAnotherRevisionChangesNothing() {
        assertThat(store().put(draft(GLOBAL, "echo", null), 7)).isEqualTo(new Putting.Conflict(0));
        LayerRevision first = kept(store().put(draft(GLOBAL, "echo", null), 0));
        assertThat(store().put(draft(GLOBAL, "ls", null), 0)).isEqualTo(new Putting.Conflict(first.number()));
        assertThat(store().layers().newest()).containsExactly(first);
    }

    @Test
    void ofManyThatExpectTheSameOneIsKept() {
        List<Putting> came = Crowd.run(16, i -> () -> store().put(draft(GLOBAL, "p" + i, null), 0));
        assertThat(came).filteredOn(Putting.Kept.class::isInstance).hasSize(1);
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 100)).hasSize(1);
    }

    @Test
    void manyLayersAtOnceGetNumbersOfTheirOwn() {
        List<Putting> came =
                Crowd.run(16, i -> () -> store().put(draft(ConfigScope.parse("satellite:s" + i), "p", null), 0));
        assertThat(came).hasOnlyElementsOfType(Putting.Kept.class);
        assertThat(store().layers().newest())
                .extracting(LayerRevision::number)
                .doesNotHaveDuplicates()
                .hasSize(16);
    }

    @Test
    void aStagedRevisionIsTheNewestOnlyOnceItsRolloutIsCompleted() {
        LayerRevision base = kept(store().put(draft(GLOBAL, "echo", null), 0));
        LayerRevision next = kept(store().stage(draft(GLOBAL, "ls", null), rollout(1, base.number())));
        Rollout rollout = rollout(1, base.number()).numbered(next.number());

        assertThat(store().rollout(rollout.id())).contains(rollout);
        KeptLayers meanwhile = store().layers();
        assertThat(meanwhile.number()).isEqualTo(next.number()).isEqualTo(store().number());
        assertThat(meanwhile.newest()).containsExactly(base);
        assertThat(meanwhile.staged()).containsExactly(new StagedRevision(rollout, next));
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 10)).containsExactly(base);
        assertThat(store().revision(GLOBAL, next.number())).contains(next);
        assertThat(store().revision(WEB, next.number())).isEmpty();

        RolloutStatus done = status(RolloutState.COMPLETED, 1, List.of());
        assertThat(store().advance(rollout, done)).isTrue();
        KeptLayers after = store().layers();
        assertThat(after.number()).isGreaterThan(meanwhile.number()).isEqualTo(store().number());
        assertThat(after.newest()).containsExactly(next);
        assertThat(after.staged()).isEmpty();
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 10)).containsExactly(next, base);
    }

    @Test
    void ofARolloutThatEndedOtherwiseTheBaseStaysAndWhyIsKept() {
        LayerRevision next = kept(store().stage(draft(WEB, "ls", "try"), rollout(1, 0)));
        Rollout rollout = rollout(1, 0).numbered(next.number());
        FailedSatellite failed = new FailedSatellite(new SatelliteId("one"), "no such program");
        RolloutStatus back = status(RolloutState.ROLLED_BACK, 1, List.of(failed));

        assertThat(store().advance(rollout, back)).isTrue();

        assertThat(store().rollout(rollout.id())).contains(rollout.with(back));
        assertThat(store().layers().newest()).isEmpty();
        assertThat(store().layers().staged()).isEmpty();
        assertThat(store().history(WEB, Long.MAX_VALUE, 10)).isEmpty();
        LayerRevision other = kept(store().put(draft(WEB, "tar", null), 0));
        assertThat(other.number()).isGreaterThan(next.number());
    }

    @Test
    void aRolloutThatHasChangedMeanwhileIsNotChanged() {
        LayerRevision next = kept(store().stage(draft(WEB, "ls", null), rollout(1, 0)));
        Rollout rollout = rollout(1, 0).numbered(next.number());
        List<Boolean> came =
                Crowd.run(8, i -> () -> store().advance(rollout, status(RolloutState.RUNNING, 1 + i, List.of())));
        assertThat(came).containsOnlyOnce(true);
        assertThat(store().number()).isEqualTo(next.number() + 1);
    }

    @Test
    void whileALayerIsRolledOutNothingElseChangesIt() {
        kept(store().stage(draft(WEB, "ls", null), rollout(1, 0)));
        assertThat(store().put(draft(WEB, "tar", null), 0))
                .isEqualTo(new Putting.Busy(rollout(1, 0).id()));
        assertThat(store().stage(draft(WEB, "tar", null), rollout(2, 0)))
                .isEqualTo(new Putting.Busy(rollout(1, 0).id()));
        assertThat(store().put(draft(GLOBAL, "tar", null), 0)).isInstanceOf(Putting.Kept.class);
        assertThat(store().rollouts(10))
                .extracting(Rollout::id)
                .containsExactly(rollout(1, 0).id());
    }

    @Test
    void theLastReportOfASatelliteCounts() {
        String hash = ConfigDocument.EMPTY.hash();
        SatelliteId one = new SatelliteId("one");
        ReportedConfig good = new ReportedConfig(one, ConfigReport.applied(1, hash), NOW);
        ReportedConfig bad =
                new ReportedConfig(one, new ConfigReport(1, hash, hash, "no such program"), NOW.plusSeconds(1));
        store().report(good);
        assertThat(store().reports()).containsExactly(good);
        store().report(bad);
        ReportedConfig other = new ReportedConfig(new SatelliteId("other"), ConfigReport.applied(1, hash), NOW);
        store().report(other);
        assertThat(store().reports()).containsExactly(bad, other);
        assertThat(store().reported(one)).contains(bad);
        assertThat(store().reported(new SatelliteId("mute"))).isEmpty();
    }

    private static LayerRevision kept(Putting putting) {
        assertThat(putting).isInstanceOf(Putting.Kept.class);
        return ((Putting.Kept) putting).revision();
    }

    private static Rollout rollout(int place, long base) {
        RolloutId id = RolloutId.create(place, new SplittableRandom(place));
        RolloutPlan plan = new RolloutPlan(RolloutPlan.waves("1,10%"), Duration.ofSeconds(30), Portion.parse("5%"));
        ConfigScope layer = base == 0 ? WEB : GLOBAL;
        return new Rollout(id, layer, base, 0, plan, "operator", NOW, RolloutStatus.started(1L << 62, NOW));
    }

    private static RolloutStatus status(RolloutState state, int version, List<FailedSatellite> failing) {
        return new RolloutStatus(state, 1, Long.MAX_VALUE, NOW.plusSeconds(version), "why", failing, version);
    }

    private static LayerRevision draft(ConfigScope scope, String program, @Nullable String note) {
        ConfigDocument document = ConfigDocument.parse("{\"exec\":{\"allow\":[\"" + program + "\"]}}");
        return new LayerRevision(0, scope, document, "operator", NOW, note);
    }
}

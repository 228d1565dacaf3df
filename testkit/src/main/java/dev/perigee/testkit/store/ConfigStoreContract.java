package dev.perigee.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import java.time.Instant;
import java.util.List;
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
        assertThat(store().newest()).containsExactly(other, second);
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 10)).containsExactly(second, first);
        assertThat(store().history(GLOBAL, first.number(), 10)).containsExactly(first);
        assertThat(store().history(GLOBAL, Long.MAX_VALUE, 1)).containsExactly(second);
    }

    @Test
    void whoExpectsAnotherRevisionChangesNothing() {
        assertThat(store().put(draft(GLOBAL, "echo", null), 7)).isEqualTo(new Putting.Conflict(0));
        LayerRevision first = kept(store().put(draft(GLOBAL, "echo", null), 0));
        assertThat(store().put(draft(GLOBAL, "ls", null), 0)).isEqualTo(new Putting.Conflict(first.number()));
        assertThat(store().newest()).containsExactly(first);
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
        assertThat(store().newest())
                .extracting(LayerRevision::number)
                .doesNotHaveDuplicates()
                .hasSize(16);
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
        assertThat(store().reports()).containsExactly(bad);
    }

    private static LayerRevision kept(Putting putting) {
        assertThat(putting).isInstanceOf(Putting.Kept.class);
        return ((Putting.Kept) putting).revision();
    }

    private static LayerRevision draft(ConfigScope scope, String program, @Nullable String note) {
        ConfigDocument document = ConfigDocument.parse("{\"exec\":{\"allow\":[\"" + program + "\"]}}");
        return new LayerRevision(0, scope, document, "operator", NOW, note);
    }
}

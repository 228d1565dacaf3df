package dev.perigee.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameFilterTest {
    @Test
    void aStarStandsForAnyCharacters() {
        assertThat(NameFilter.fits("files", "files")).isTrue();
        assertThat(NameFilter.fits("files", "files2")).isFalse();
        assertThat(NameFilter.fits("files__*", "files__read")).isTrue();
        assertThat(NameFilter.fits("*__delete_*", "files__delete_all")).isTrue();
        assertThat(NameFilter.fits("*__delete_*", "files__undelete")).isFalse();
        assertThat(NameFilter.fits("*", "")).isTrue();
        assertThat(NameFilter.fits("a*b*c", "aXbXbXc")).isTrue();
        assertThat(NameFilter.fits("a*b*c", "aXcXb")).isFalse();
        assertThat(NameFilter.fits("", "a")).isFalse();
        assertThat(NameFilter.fits("*a".repeat(200), "a".repeat(10_000) + "b")).isFalse();
    }

    @Test
    void whatIsDeniedIsDeniedAlsoWhereItIsAllowed() {
        NameFilter filter = new NameFilter(List.of("files*", "mail"), List.of("files-old"));
        assertThat(filter.allows("files")).isTrue();
        assertThat(filter.allows("files-old")).isFalse();
        assertThat(filter.allows("search")).isFalse();
        assertThat(new NameFilter(List.of(), List.of()).allows("files")).isFalse();
        assertThat(NameFilter.ALL.allows("anything")).isTrue();
        assertThat(NameFilter.ALL.restricts()).isFalse();
        assertThat(filter.restricts()).isTrue();
    }

    @Test
    void aToolIsMeantByTheNameOfItsServerAndItsOwn() {
        GatewayPolicy policy = new GatewayPolicy(
                NameFilter.ALL, new NameFilter(null, List.of("files__delete*")), true, GatewayPolicy.Limits.OWN);
        assertThat(policy.allows(new ServerName("files"), "delete_all")).isFalse();
        assertThat(policy.allows(new ServerName("mail"), "delete_all")).isTrue();
    }

    @Test
    void limitsTakeThePlaceOfTheOwnOnesButThereAreNeverMoreProcesses() {
        GatewayPolicy.Limits limits = new GatewayPolicy.Limits(Duration.ofMinutes(1), null, null, 60, null);
        assertThat(limits.idleMax(Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.silenceMax(Duration.ofMinutes(3))).isEqualTo(Duration.ofMinutes(3));
        assertThat(limits.processesMax(50)).isEqualTo(50);
        assertThat(limits.processesMax(100)).isEqualTo(60);
    }
}

package dev.perigee.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every role, act and owner: the whole of what may be done.
class PolicyTest {
    private static final TeamName BLUE = new TeamName("blue");

    @ParameterizedTest
    @CsvSource({
        "VIEWER, LOOK, true", "VIEWER, COMMAND, false", "VIEWER, ENROLL, false", "VIEWER, ADMINISTER, false",
        "OPERATOR, LOOK, true", "OPERATOR, COMMAND, true", "OPERATOR, ENROLL, false", "OPERATOR, ADMINISTER, false",
        "ADMIN, LOOK, true", "ADMIN, COMMAND, true", "ADMIN, ENROLL, true", "ADMIN, ADMINISTER, true"
    })
    void aRoleMayDoItsOwnAndWhatTheLowerOnesMay(Role role, Act act, boolean may) {
        for (Owner owner : new Owner[] {new Owner.Anyone(), new Owner.Everybody(), new Owner.Team(BLUE)}) {
            assertThat(Policy.allows(new Caller("who", role, null), act, owner)).isEqualTo(may);
        }
        assertThat(Policy.allows(new Caller("who", role, BLUE), act, new Owner.Team(BLUE)))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({"LOOK", "COMMAND", "ENROLL", "ADMINISTER"})
    void whoIsOfATeamTouchesNothingOfOthersNorOfEverybody(Act act) {
        Caller admin = new Caller("who", Role.ADMIN, BLUE);
        assertThat(Policy.allows(admin, act, new Owner.Anyone())).isTrue();
        assertThat(Policy.allows(admin, act, new Owner.Everybody())).isFalse();
        assertThat(Policy.decide(admin, act, new Owner.Team(new TeamName("red"))))
                .isInstanceOfSatisfying(
                        Policy.Decision.Denied.class,
                        denied -> assertThat(denied.why())
                                .contains("admin \"who\" of team \"blue\" may not")
                                .doesNotContain("red"));
    }
}

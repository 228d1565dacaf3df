package dev.perigee.control.access;

/// Who may do what, on whose: the one place where that is decided. Pure.
public final class Policy {
    private Policy() {}

    /// What was decided.
    public sealed interface Decision {
        record Allowed() implements Decision {}

        /// `why` names who asked, for what, and what was expected.
        record Denied(String why) implements Decision {}
    }

    public static Decision decide(Caller who, Act what, Owner whose) {
        if (!who.role().covers(what.least())) {
            return new Decision.Denied(who + " may not " + what.words() + ": expected the role "
                    + what.least().wireName() + " or a higher one");
        }
        return switch (whose) {
            case Owner.Anyone _ -> new Decision.Allowed();
            case Owner.Everybody _ ->
                who.onlyTeam() == null
                        ? new Decision.Allowed()
                        : new Decision.Denied(
                                who + " may not " + what.words() + ": expected somebody who is of no team");
            case Owner.Team(var team) ->
                who.onlyTeam() == null || who.onlyTeam().equals(team)
                        ? new Decision.Allowed()
                        : new Decision.Denied(who + " may not " + what.words()
                                + ": expected somebody of the team that this is of, or of no team");
        };
    }

    public static boolean allows(Caller who, Act what, Owner whose) {
        return decide(who, what, whose) instanceof Decision.Allowed;
    }
}

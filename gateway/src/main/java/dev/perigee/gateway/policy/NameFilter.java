package dev.perigee.gateway.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which names are let through: those that one of `allow` fits, all when it is null, and none that one of `deny` fits.
/// In a pattern `*` stands for any characters, also none.
public record NameFilter(@Nullable List<String> allow, List<String> deny) {
    public static final NameFilter ALL = new NameFilter(null, List.of());

    public NameFilter {
        allow = allow == null ? null : List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    public boolean allows(String name) {
        boolean allowed = allow == null || allow.stream().anyMatch(pattern -> fits(pattern, name));
        return allowed && deny.stream().noneMatch(pattern -> fits(pattern, name));
    }

    /// Whether there is a name that it does not let through.
    public boolean restricts() {
        return !equals(ALL);
    }

    /// Takes time in proportion to the product of both lengths at most, whatever the pattern is.
    static boolean fits(String pattern, String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int begun = 0;
        while (in < name.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                begun = in;
            } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++begun;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(each -> each == '*');
    }
}

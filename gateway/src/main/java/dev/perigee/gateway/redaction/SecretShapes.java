package dev.perigee.gateway.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What gives a secret away in running text: bearer tokens, keys of well-known makers, private keys, passwords in
/// URLs, and values behind a name that looks secret. Each pattern's first matching group is the secret. All
/// repetitions are bounded or possessive, so that no text takes long.
final class SecretShapes {
    private static final String GAP = "[\"'\\\\]{0,4}\\s{0,8}[:=]\\s{0,8}";
    private static final String NAME = "(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key"
            + "|private[_-]?key|credentials?)[\\w.-]{0,40}";
    private static final String VALUE =
            "(?:\\\\{0,3}\"((?:[^\"\\\\]++|\\\\[^\"]){0,500}+)|'([^']{0,500})|([^\\s\"'&,;}\\])]{1,500}+))";

    private static final List<Pattern> ALL = List.of(
            Pattern.compile("\\bbearer\\s{1,8}([A-Za-z0-9._~+/=-]{6,}+)", Pattern.CASE_INSENSITIVE),
            Pattern.compile(
                    "\\b(?:proxy-)?(?:authorization|(?:set-)?cookie)" + GAP + "([^\\r\\n]{1,2000})",
                    Pattern.CASE_INSENSITIVE),
            Pattern.compile(NAME + GAP + VALUE, Pattern.CASE_INSENSITIVE),
            Pattern.compile("://[^\\s/@:]{0,100}:([^\\s/@]{1,200})@"),
            Pattern.compile("(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END|\\z))", Pattern.DOTALL),
            Pattern.compile("\\b(eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]{5,}+(?:\\.[A-Za-z0-9_-]*+)?)"),
            Pattern.compile("\\b((?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}+)"),
            Pattern.compile("\\b((?:gh[pousr]|github_pat|glpat|xox[abprs])[-_][A-Za-z0-9_-]{16,}+)"),
            Pattern.compile("\\b((?:AKIA|ASIA)[0-9A-Z]{16})\\b"));

    private SecretShapes() {}

    static void findIn(String text, Spans found) {
        for (Pattern shape : ALL) {
            Matcher match = shape.matcher(text);
            while (match.find()) {
                for (int group = 1; group <= match.groupCount(); group++) {
                    if (match.start(group) >= 0) {
                        found.add(match.start(group), match.end(group));
                    }
                }
            }
        }
    }
}

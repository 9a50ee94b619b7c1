package info.powow.domain.image;

/// How much of the detail is kept, for how good a link.
public enum Quality {
  /// For a bad or dear link: artefacts can be seen, and what is shown is recognized.
  LOW,
  MEDIUM,
  /// No difference is seen at the size at which it is shown.
  HIGH
}

package info.powow.domain.image;

/// The quality of a rendition.
public enum Quality {
  /// For slow or expensive connections: artefacts are visible, but the content is recognisable.
  LOW,
  MEDIUM,
  /// No loss is visible at the displayed size.
  HIGH
}

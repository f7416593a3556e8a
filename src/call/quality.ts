// How good a link is, in four words, and how large the camera may be sent over it. Pure.
export type QualityLevel = 'good' | 'fair' | 'weak' | 'lost';

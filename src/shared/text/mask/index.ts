export { MASK, MASK_KINDS, MASK_TITLES, type MaskKind, type MaskSpan } from './kinds'
export { maskSecrets, secretsOf, withMasks } from './mask-text'
export { ownRulesSchema, refuseOwnRule } from './own-rules'
export { StreamMasker, type Masked, type MaskOptions } from './stream-masker'

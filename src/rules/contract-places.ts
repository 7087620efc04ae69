import { allProperties, type Contract, contractSubject, type Property, type QualityRule } from '../model/contract.ts';
import type { Project } from '../model/project.ts';

/** A property of any depth with the subject that names it in findings. */
export interface PlacedProperty {
  readonly contract: Contract;
  readonly property: Property;
  readonly subject: string;
}

/** Every property of every contract, parents before children. */
export function* propertiesOf(project: Project): Generator<PlacedProperty> {
  for (const contract of project.contracts) {
    for (const object of contract.schema) {
      for (const { property, path } of allProperties(object))
        yield { contract, property, subject: contractSubject(contract.id, ...path) };
    }
  }
}

/** A quality rule with the subject of the element that it measures. */
export interface PlacedQuality {
  readonly contract: Contract;
  readonly rule: QualityRule;
  readonly subject: string;
  /** Name of the schema object or property. */
  readonly name: string;
  readonly level: 'object' | 'property';
}

/** Every quality rule of every contract. */
export function* qualityOf(project: Project): Generator<PlacedQuality> {
  for (const contract of project.contracts) {
    for (const { name, quality } of contract.schema) {
      const subject = contractSubject(contract.id, name);
      for (const rule of quality) yield { contract, rule, subject, name, level: 'object' };
    }
  }
  for (const { contract, property, subject } of propertiesOf(project)) {
    for (const rule of property.quality) yield { contract, rule, subject, name: property.name, level: 'property' };
  }
}

/** What identifies a quality rule among its siblings as far as it says: its id, its name, what it measures. */
export function qualityKey({ id, name, metric, type }: QualityRule): string {
  return id ?? name ?? metric ?? type;
}

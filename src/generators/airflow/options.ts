import type { OptionDeclaration } from '../../model/option.ts';

/** What `generators: {airflow: {…}}` may say. */
export const airflowOptions: { readonly [name: string]: OptionDeclaration } = {
  graph: {
    type: 'text',
    default: 'layer',
    values: ['layer', 'model'],
    description: 'One task per layer in YAML, or one per model in Python.',
  },
  intervals: {
    type: 'text',
    default: 'even',
    values: ['even', 'exact'],
    description: 'Whether 45 minutes become an even cron schedule of 30, or stay 45 minutes after the last run.',
  },
  connection: {
    type: 'text',
    default: '',
    description:
      'Id of the Airflow connection to the warehouse; empty: the usual one of its type, such as snowflake_default.',
  },
  'profile-mapping': {
    type: 'text',
    default: '',
    description:
      'Profile mapping class of Cosmos, or profiles.yml for the file of the dbt project; empty: by the type of the server.',
  },
  profile: {
    type: 'text',
    default: '',
    description: 'Name of the dbt profile; empty: the one that dbt_project.yml names.',
  },
  target: {
    type: 'text',
    default: '',
    description:
      'Target of the dbt profile; empty: production where profiles.yml has it, else its own target, else prod.',
  },
  'project-dir': {
    type: 'text',
    default: '',
    description: 'Folder of the dbt project on the workers; empty: its folder below ${DATAENGOS_REPOSITORY}.',
  },
  'beside-hand-written': {
    type: 'boolean',
    default: false,
    description: 'Whether a DAG is generated although a file of yours already builds the product.',
  },
};

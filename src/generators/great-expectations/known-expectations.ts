/** The arguments of an expectation. */
export interface KnownExpectation {
  readonly kwargs: ReadonlySet<string>;
  readonly required: readonly string[];
}

/** GX's own expectation of a type; undefined for others. */
export function knownExpectation(type: string): KnownExpectation | undefined {
  return known.get(type);
}

/** Every type, for those who compare the table with GX. */
export function knownTypes(): readonly string[] {
  return [...known.keys()];
}

/** Type and arguments of every expectation that GX 1.24 carries a schema of; `!` marks those that it demands. */
const known: ReadonlyMap<string, KnownExpectation> = new Map(
  `expect_column_distinct_values_to_be_in_set column! row_condition condition_parser value_set!
  expect_column_distinct_values_to_contain_set column! row_condition condition_parser value_set!
  expect_column_distinct_values_to_equal_set column! row_condition condition_parser value_set!
  expect_column_kl_divergence_to_be_less_than column! row_condition condition_parser partition_object threshold internal_weight_holdout tail_weight_holdout bucketize_data min_value max_value
  expect_column_max_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_mean_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_median_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_min_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_most_common_value_to_be_in_set column! row_condition condition_parser value_set! ties_okay
  expect_column_pair_values_a_to_be_greater_than_b column_A! column_B! mostly row_condition condition_parser or_equal ignore_row_if
  expect_column_pair_values_to_be_equal column_A! column_B! mostly row_condition condition_parser ignore_row_if
  expect_column_pair_values_to_be_in_set column_A! column_B! mostly row_condition condition_parser value_pairs_set! ignore_row_if
  expect_column_proportion_of_non_null_values_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_proportion_of_unique_values_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_quantile_values_to_be_between column! row_condition condition_parser quantile_ranges! allow_relative_error
  expect_column_stdev_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_sum_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_to_exist column! column_index
  expect_column_type_to_be column! type_!
  expect_column_unique_value_count_to_be_between column! row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_value_lengths_to_be_between column! mostly row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_value_lengths_to_equal column! mostly row_condition condition_parser value!
  expect_column_value_z_scores_to_be_less_than column! mostly row_condition condition_parser threshold! double_sided!
  expect_column_values_to_be_between column! mostly row_condition condition_parser min_value max_value strict_min strict_max
  expect_column_values_to_be_in_set column! mostly row_condition condition_parser value_set!
  expect_column_values_to_be_in_type_list column! mostly row_condition condition_parser type_list
  expect_column_values_to_be_null column! mostly row_condition condition_parser
  expect_column_values_to_be_of_type column! mostly row_condition condition_parser type_!
  expect_column_values_to_be_unique column! mostly row_condition condition_parser
  expect_column_values_to_match_like_pattern column! mostly row_condition condition_parser like_pattern! escape
  expect_column_values_to_match_like_pattern_list column! mostly row_condition condition_parser like_pattern_list! match_on escape
  expect_column_values_to_match_regex column! mostly row_condition condition_parser regex
  expect_column_values_to_match_regex_list column! mostly row_condition condition_parser regex_list! match_on
  expect_column_values_to_match_strftime_format column! mostly row_condition condition_parser strftime_format!
  expect_column_values_to_not_be_in_set column! mostly row_condition condition_parser value_set!
  expect_column_values_to_not_be_null column! mostly row_condition condition_parser
  expect_column_values_to_not_be_outliers column! mostly row_condition condition_parser method multiplier
  expect_column_values_to_not_match_like_pattern column! mostly row_condition condition_parser like_pattern! escape
  expect_column_values_to_not_match_like_pattern_list column! mostly row_condition condition_parser like_pattern_list! escape
  expect_column_values_to_not_match_regex column! mostly row_condition condition_parser regex!
  expect_column_values_to_not_match_regex_list column! mostly row_condition condition_parser regex_list!
  expect_compound_columns_to_be_unique column_list! mostly row_condition condition_parser ignore_row_if
  expect_multicolumn_sum_to_equal column_list! mostly row_condition condition_parser ignore_row_if sum_total!
  expect_multicolumn_values_to_be_equal column_list! mostly row_condition condition_parser ignore_row_if
  expect_query_results_to_match_comparison base_query! comparison_data_source_name! comparison_query! mostly
  expect_select_column_values_to_be_unique_within_record column_list! mostly row_condition condition_parser ignore_row_if
  expect_table_column_count_to_be_between min_value max_value
  expect_table_column_count_to_equal value!
  expect_table_columns_to_match_ordered_list column_list
  expect_table_columns_to_match_set column_set exact_match
  expect_table_row_count_to_be_between min_value max_value strict_min strict_max row_condition condition_parser
  expect_table_row_count_to_equal value! row_condition condition_parser
  expect_table_row_count_to_equal_other_table other_table_name! row_condition condition_parser
  unexpected_rows_expectation unexpected_rows_query!`
    .split('\n')
    .map((line) => {
      const [type = '', ...words] = line.trim().split(' ');
      const kwargs = new Set(words.map((word) => word.replace('!', '')));
      return [type, { kwargs, required: words.filter((word) => word.endsWith('!')).map((word) => word.slice(0, -1)) }];
    }),
);
